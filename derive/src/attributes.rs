//! The `#[serde(…)]` attributes that say how a value is read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, Ident, LitStr, Path, Token, Type, Variant, meta::ParseNestedMeta};

/// What is said about a whole struct or enum.
#[derive(Default)]
pub struct Container {
    pub default: bool,
    pub deny_unknown: bool,
    kebab: bool,
    snake: bool,
}

impl Container {
    pub fn of(attributes: &[Attribute]) -> syn::Result<Container> {
        let mut container = Container::default();
        each(attributes, |meta| {
            if meta.path.is_ident("default") {
                container.default = true;
            } else if meta.path.is_ident("deny_unknown_fields") {
                container.deny_unknown = true;
            } else if meta.path.is_ident("rename_all") {
                let case: LitStr = meta.value()?.parse()?;
                container.kebab = case.value() == "kebab-case";
                container.snake = case.value() == "snake_case";
                if !container.kebab && !container.snake {
                    return Err(meta.error("only kebab-case and snake_case are known"));
                }
            } else if !meta.path.is_ident("transparent") {
                return Err(meta.error("this is not known to Read"));
            }
            Ok(())
        })?;
        Ok(container)
    }

    /// The name by which a variant is asked for.
    pub fn variant_name(&self, variant: &Variant) -> syn::Result<String> {
        let mut name = match (self.kebab, self.snake) {
            (true, _) => parted(&variant.ident, '-'),
            (_, true) => parted(&variant.ident, '_'),
            _ => variant.ident.to_string(),
        };
        each(&variant.attrs, |meta| {
            let text = || Ok::<_, syn::Error>(meta.value()?.parse::<LitStr>()?.value());
            if meta.path.is_ident("rename") {
                name = text()?;
            } else if !meta.path.is_ident("rename_all") || text()? != "snake_case" {
                // The names of fields are in snake case as they are.
                return Err(meta.error("this is not known to Read"));
            }
            Ok(())
        })?;
        Ok(name)
    }
}

/// `DropHead` with `-` is `drop-head`.
fn parted(ident: &Ident, between: char) -> String {
    let mut name = String::new();
    for letter in ident.to_string().chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push(between);
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// A field with a name.
pub struct Field {
    pub ident: Ident,
    pub name: String,
    /// A function for its value when it is missing; none if it has to be there.
    pub otherwise: Option<TokenStream>,
}

impl Field {
    pub fn of(field: &syn::Field) -> syn::Result<Field> {
        let ident = field.ident.clone().expect("only named fields are asked about");
        let name = ident.to_string();
        let mut otherwise = is_option(&field.ty).then(|| quote! { || None });
        each(&field.attrs, |meta| {
            if meta.path.is_ident("default") {
                otherwise = Some(match meta.input.peek(Token![=]) {
                    false => quote! { Default::default },
                    true => {
                        let function: Path = meta.value()?.parse::<LitStr>()?.parse()?;
                        quote! { #function }
                    }
                });
            } else if meta.path.is_ident("skip_serializing_if") {
                meta.value()?.parse::<Expr>()?;
            } else {
                return Err(meta.error("this is not known to Read"));
            }
            Ok(())
        })?;
        Ok(Field { ident, name, otherwise })
    }
}

fn is_option(kind: &Type) -> bool {
    let Type::Path(path) = kind else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Option")
}

fn each(
    attributes: &[Attribute],
    mut with: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let of_serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    of_serde.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut with))
}

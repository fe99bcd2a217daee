//! `#[derive(Read)]`: a typed value out of a JSON tree.
//!
//! It means what `#[derive(Deserialize)]` means, follows the same `#[serde(…)]`
//! attributes and says the same about what does not fit. But a field is one call here, where serde writes a loop
//! over names with a place and two errors for each of them.

mod attributes;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, Variant, parse_macro_input};

use attributes::{Container, Field};

/// Derives `crate::tree::Read`.
#[proc_macro_derive(Read, attributes(serde))]
pub fn read(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let name = &input.ident;
    let body = match &input.data {
        Data::Struct(data) => of_struct(name, &container, &data.fields)?,
        Data::Enum(data) => {
            let variants = data.variants.iter().collect::<Vec<_>>();
            of_enum(name, &container, &variants)?
        }
        Data::Union(_) => return Err(syn::Error::new_spanned(name, "a union has no fields")),
    };
    Ok(quote! {
        impl crate::tree::Read for #name {
            fn read(value: &serde_json::Value) -> Result<Self, crate::tree::Misfit> {
                #body
            }
        }
    })
}

fn of_struct(name: &Ident, container: &Container, fields: &Fields) -> syn::Result<TokenStream> {
    let Fields::Named(named) = fields else {
        return Ok(quote! { crate::tree::Read::read(value).map(#name) });
    };
    let expected = format!("struct {name}");
    let fields = named.named.iter().map(Field::of).collect::<syn::Result<Vec<_>>>()?;
    let open = open(&expected, container, &fields);
    if container.default {
        let set = in_order(&fields).into_iter().map(|Field { ident, name, .. }| {
            quote! { fields.set(#name, &mut read.#ident); }
        });
        return Ok(quote! {
            let mut read = Self::default();
            #open
            #(#set)*
            fields.end()?;
            Ok(read)
        });
    }
    let filled = filled(quote! { Self }, &fields);
    Ok(quote! { #open #filled })
}

/// Begins with the fields of an object.
fn open(expected: &str, container: &Container, fields: &[Field]) -> TokenStream {
    let names = fields.iter().map(|field| &field.name);
    let known = match container.deny_unknown {
        true => quote! { Some(&[#(#names),*]) },
        false => quote! { None },
    };
    quote! { let mut fields = crate::tree::Fields::open(value, &#expected, #known)?; }
}

/// Reads every field and builds the whole of them. What is wrong is told in
/// the order of names, what is missing in that of the declaration.
fn filled(whole: TokenStream, fields: &[Field]) -> TokenStream {
    let read =
        in_order(fields).into_iter().map(|Field { ident, name, otherwise, .. }| match otherwise {
            Some(otherwise) => quote! { let #ident = fields.read_or(#name, #otherwise); },
            None => quote! { let #ident = fields.read(#name); },
        });
    let built = fields.iter().map(|Field { ident, name, otherwise, .. }| match otherwise {
        Some(_) => quote! { #ident },
        None => quote! { #ident: crate::tree::present(#ident, #name)? },
    });
    quote! {
        #(#read)*
        fields.end()?;
        Ok(#whole { #(#built),* })
    }
}

fn in_order(fields: &[Field]) -> Vec<&Field> {
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    fields
}

fn of_enum(name: &Ident, container: &Container, variants: &[&Variant]) -> syn::Result<TokenStream> {
    let mut names = Vec::new();
    let mut arms = Vec::new();
    for (nth, variant) in variants.iter().enumerate() {
        names.push(container.variant_name(variant)?);
        let arm = of_variant(name, container, variant)?;
        arms.push(quote! { #nth => { #arm } });
    }
    Ok(quote! {
        let variant = crate::tree::Variant::of(value, &[#(#names),*])?;
        match variant.nth {
            #(#arms)*
            _ => unreachable!("every name has its place"),
        }
    })
}

fn of_variant(name: &Ident, container: &Container, variant: &Variant) -> syn::Result<TokenStream> {
    let ident = &variant.ident;
    Ok(match &variant.fields {
        Fields::Unit => quote! { variant.unit().map(|()| #name::#ident) },
        Fields::Unnamed(_) => quote! { variant.content().map(#name::#ident) },
        Fields::Named(named) => {
            let expected = format!("struct variant {name}::{ident}");
            let fields = named.named.iter().map(Field::of).collect::<syn::Result<Vec<_>>>()?;
            let open = open(&expected, container, &fields);
            let filled = filled(quote! { #name::#ident }, &fields);
            quote! {
                let read = |value: &serde_json::Value| { #open #filled };
                variant.fields(read)
            }
        }
    })
}

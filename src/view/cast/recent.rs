//! What is drawn after the fact, over everything else.

use crate::engine::NodeId;

use super::{
    super::{
        echoes::Leaving,
        motion::ease_out,
        scene::{Fill, Form, Token},
    },
    Picture,
};

impl Picture<'_> {
    pub(super) fn recent(&mut self) {
        let echoes = self.echoes;
        for gone in &echoes.gone {
            let fall = match (gone.leaving, self.lens.still) {
                (Leaving::Expired, _) => 0.0,
                (_, true) => 24.0,
                _ => 24.0 * ease_out(gone.part * 3.0),
            };
            let picked = self.lens.picked == Some(gone.message);
            self.scene.tokens.push(Token {
                message: gone.message,
                place: gone.place.shift(0.0, fall),
                form: Form::Gone(gone.leaving),
                fill: Fill::Held,
                nth: 0,
                part: gone.part,
                picked,
            });
        }
        for (message, consumer, part) in &echoes.duplicates {
            if let Some(node) = self.layout.node(NodeId::Consumer(*consumer)) {
                let landed = if self.lens.still { 1.0 } else { ease_out(part * 3.0) };
                let picked = self.lens.picked == Some(*message);
                self.scene.tokens.push(Token {
                    message: *message,
                    place: node.ring(),
                    form: Form::Duplicate,
                    fill: Fill::Held,
                    nth: 0,
                    part: landed,
                    picked,
                });
            }
        }
        self.scene.breaks.extend(&echoes.breaks);
    }
}

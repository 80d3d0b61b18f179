//! Integrals of smooth functions of one peak.

/// Nodes and weights of Gauss and Legendre's rule of 16 points on [−1, 1],
/// for the positive half.
const RULE: [(f64, f64); 8] = [
    (0.09501250983763744, 0.1894506104550685),
    (0.2816035507792589, 0.18260341504492358),
    (0.45801677765722737, 0.16915651939500254),
    (0.6178762444026438, 0.14959598881657673),
    (0.755404408355003, 0.12462897125553388),
    (0.8656312023878318, 0.09515851168249279),
    (0.9445750230732326, 0.062253523938647894),
    (0.9894009349916499, 0.027152459411754096),
];

/// Relative error that ends the halving of a piece.
const PRECISION: f64 = 1e-12;

/// Pieces that one integral is cut into at most: with what rounding leaves,
/// the precision may be out of reach.
const MOST_PIECES: u32 = 2_000;

/// ∫ of a function that is nowhere negative, over `[from, to]`: pieces are
/// halved for as long as two halves differ from the whole. Its bulk must not
/// be so narrow that all points of the first piece miss it.
pub(super) fn integral(from: f64, to: f64, function: impl Fn(f64) -> f64) -> f64 {
    if from == to {
        return 0.0;
    }
    let whole = piece(from, to, &function);
    let fine = whole.abs() * PRECISION;
    let mut total = 0.0;
    let mut pieces = 1_u32;
    let mut open = vec![(from, to, whole)];
    while let Some((from, to, whole)) = open.pop() {
        let middle = from.midpoint(to);
        let left = piece(from, middle, &function);
        let right = piece(middle, to, &function);
        if (left + right - whole).abs() <= fine || pieces >= MOST_PIECES {
            total += left + right;
        } else {
            pieces += 1;
            open.push((middle, to, right));
            open.push((from, middle, left));
        }
    }
    total
}

fn piece(from: f64, to: f64, function: &impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (from.midpoint(to), (to - from) / 2.0);
    let pairs = RULE.iter().map(|(node, weight)| {
        let aside = node * half;
        weight * (function(middle - aside) + function(middle + aside))
    });
    pairs.sum::<f64>() * half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_at_the_edge_of_a_long_range_is_seen() {
        for width in [1.0, 1e-1, 1e-2] {
            let found = integral(0.0, 50.0, |t| libm::exp(-t / width));
            assert!((found / width - 1.0).abs() < 1e-11, "{width}: {found}");
        }
        assert_eq!(integral(1.0, 1.0, |t| t), 0.0);
    }
}

import Plot

/// Adobe's widths of Helvetica, in thousandths of the size; from the blank on.
enum FontWidths {
  static let regular = helveticaWidths
  static let bold = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ]

  /// The width of a letter above ASCII: those that are far from the usual one by themselves.
  static func latin(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "…", "—", "‰", "™", "Œ", "Æ": 1
    case "·", "’", "‘", "‚", "\u{A0}", "ì", "í", "î", "ï": 0.278
    case "“", "”", "„", "‹", "›": 0.333
    case "×", "÷", "±", "¬": 0.584
    case "°": 0.4
    case "À"..."Å", "È"..."Ë", "Š", "Ý": 0.667
    case "Ç", "Ñ", "Ù"..."Ü": 0.722
    case "Ò"..."Ö": 0.778
    default: 0.556
    }
  }
}

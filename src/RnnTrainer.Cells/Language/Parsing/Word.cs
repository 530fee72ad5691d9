namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>A piece of a text and where it stands; lines and columns count from 1.</summary>
readonly record struct Word(string Text, int Line, int Column, int Length)
{
    /// <summary>From the start of this word to the end of a later one on the same line.</summary>
    public Word To(Word last) => this with { Length = last.Column + last.Length - Column };

    public override string ToString() => Text;
}

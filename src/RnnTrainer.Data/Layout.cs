namespace RnnTrainer.Data;

/// <summary>How a file holds sequences.</summary>
public enum Layout
{
    /// <summary>Detected from the file.</summary>
    Auto,

    /// <summary>CSV with a row per time step; a column names the sequence.</summary>
    Long,

    /// <summary>
    /// CSV with a row per sequence and columns <c>t0 … tN</c>, or <c>name_0 … name_T</c> for each input; with a
    /// <see cref="DataOptions.Tokenizer"/>, a column of texts.
    /// </summary>
    Wide,

    /// <summary>CSV with a row per time step; the file is one long sequence.</summary>
    Series,

    /// <summary>Running text, by characters.</summary>
    Text,

    /// <summary>CSV of <c>path,label[,split]</c>: each path is a CSV with the rows of one sequence.</summary>
    Files,

    /// <summary>The <c>.ts</c> files of sktime and the UEA archive.</summary>
    Ts,

    /// <summary>The <c>.tsv</c> files of the UCR archive: no header, the label first, a row per sequence.</summary>
    Ucr,

    /// <summary>CSV with a row per sequence; the cell of an input holds its values at all steps: <c>0.1 0.2 0.3</c>.</summary>
    List,

    /// <summary>
    /// The files of the CoNLL shared tasks and of Universal Dependencies: no header, a word with its columns in each line, blank lines
    /// between sentences. The columns are <c>word, tag</c>, <c>word, pos, chunk, tag</c>, those of CoNLL-U, or <c>word, c1, …, tag</c>.
    /// </summary>
    Conll,

    /// <summary>The <c>.arff</c> files of Weka and the UEA and UCR archives: attributes, then a row per sequence.</summary>
    Arff,

    /// <summary>The <c>.tsf</c> files of the Monash archive: attributes, then a series per line.</summary>
    Tsf,
}

/// <summary>The layout that a file was read in.</summary>
/// <param name="Layout">Never <see cref="Layout.Auto"/>.</param>
/// <param name="Reason">Why it was chosen, in one sentence.</param>
public sealed record LayoutGuess(Layout Layout, string Reason);

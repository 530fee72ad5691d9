namespace RnnTrainer.Data;

/// <summary>How a file holds sequences.</summary>
public enum Layout
{
    /// <summary>Decided from the file: <see cref="DataFile.Guess(string, DataOptions)"/> says why.</summary>
    Auto,

    /// <summary>CSV, a row per time step; a column names the sequence.</summary>
    Long,

    /// <summary>CSV, a row per sequence; columns <c>t0 … tN</c>, or <c>name_0 … name_T</c> for each feature.</summary>
    Wide,

    /// <summary>CSV, a row per time step, and the file is one long sequence.</summary>
    Series,

    /// <summary>Characters.</summary>
    Text,

    /// <summary>CSV of <c>path,label[,split]</c>: each path is a CSV with the rows of one sequence.</summary>
    Files,

    /// <summary>The <c>.ts</c> files of sktime and the UEA archive.</summary>
    Ts,

    /// <summary>The <c>.tsv</c> files of the UCR archive: no header, the label first, a row per sequence.</summary>
    Ucr,
}

/// <summary>How a file was understood.</summary>
/// <param name="Layout">Never <see cref="Layout.Auto"/>.</param>
/// <param name="Reason">One sentence.</param>
public sealed record LayoutGuess(Layout Layout, string Reason);

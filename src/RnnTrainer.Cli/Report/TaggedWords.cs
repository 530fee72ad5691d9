using System.Text;
using RnnTrainer.Cli.Pages;

namespace RnnTrainer.Cli.Report;

/// <summary>The words of a tagged sequence, each above its label; a wrong prediction is between them, in colour.</summary>
static class TaggedWords
{
    /// <param name="words">As the file has them.</param>
    /// <param name="labels">One for each word.</param>
    /// <param name="predictions">One for each word.</param>
    public static string Figure(
        string title, string note, IReadOnlyList<string> words, IReadOnlyList<string> labels, IReadOnlyList<string> predictions,
        DetailLevel detail)
    {
        var picture = new StringBuilder("<p class=\"tagged\">");
        foreach (var ((word, label), prediction) in words.Zip(labels).Zip(predictions))
        {
            var isWrong = label != prediction;
            picture.Append(isWrong ? "<span class=\"wrong\">" : "<span>").Append(Html.Text(word.Length == 0 ? " " : word))
                .Append(isWrong ? $"<small><s>{Html.Text(prediction)}</s></small>" : "")
                    .Append($"<small>{Html.Text(label)}</small></span>\n");
        }

        return Html.Figure(title, note, picture.Append("</p>").ToString(), Html.Table(
        [
            ["step", "word", "label", "prediction"],
            .. Downsampled.Of([.. words.Select((word, t) => (string[])[$"{t + 1}", word, labels[t], predictions[t]])], detail.Rows),
        ]));
    }

    /// <summary>The words of a sequence as the file has them, including those that are not in the vocabulary; empty if it has no
    /// words.</summary>
    public static IReadOnlyList<string> Of(SplitPredictions predictions, int sequence)
    {
        var (raw, ready) = (predictions.Part.Raw[sequence], predictions.Part.Ready[sequence]);
        if (predictions.Schema.Symbols == 0)
        {
            return [];
        }

        return raw.Texts ?? (IReadOnlyList<string>)[.. ready.Words().Select(w => predictions.Schema.Encoding!.Vocabulary!.Names[w])];
    }
}

using System.Text;
using RnnTrainer.Data.Layouts.Arff;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Layouts.Tsf;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts;

/// <summary>What a file of a format without a header is meant for, as its tags say.</summary>
/// <param name="Task">classify, regress or forecast.</param>
/// <param name="Target">The name of the target in the sequences that are read.</param>
/// <param name="Reason">Why, in one sentence.</param>
sealed record ForeignTask(string Task, string Target, string Reason)
{
    /// <summary>The steps ahead that the file asks for; null if it does not say.</summary>
    public int? Horizon { get; init; }

    /// <summary>What a target is.</summary>
    public TargetKind TargetKind => Task == "classify" ? TargetKind.Label : TargetKind.Number;

    /// <summary>What a target belongs to.</summary>
    public TargetLevel TargetLevel => Task == "forecast" ? TargetLevel.Step : TargetLevel.Sequence;

    /// <summary>Decides by the tags.</summary>
    public static ForeignTask Of(Layout layout, byte[] text) => layout switch
    {
        Layout.Tsf => new ForeignTask("forecast", TsfFile.Value, "each line of such a file is a series")
        {
            Horizon = TsfHeader.Read(text, new ErrorLog("", text)).Horizon,
        },
        Layout.Arff when ArffFile.Target(text) is ({ } name, var isNumber) => isNumber
            ? new ForeignTask("regress", name, $"the last attribute, '{name}', is a number, one for each row")
            : new ForeignTask("classify", name, $"the last attribute, '{name}', names a class, one for each row"),
        Layout.Ts when HasNumberTarget(text) => new ForeignTask("regress", "target", "the file says @targetLabel"),
        _ => new ForeignTask("classify", "label", "every sequence of such a file has a label"),
    };

    static bool HasNumberTarget(byte[] text)
    {
        for (var line = new TextLine(text); line.Next();)
        {
            var words = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Span.Length, 60)]).Split(' ', '\t');
            if (words[0].Equals("@targetLabel", StringComparison.OrdinalIgnoreCase))
            {
                return words.Length < 2 || !words[1].Equals("false", StringComparison.OrdinalIgnoreCase);
            }

            if (words[0].Equals("@data", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return false;
    }
}

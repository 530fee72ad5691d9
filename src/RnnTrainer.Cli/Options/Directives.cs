using System.Globalization;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Options;

/// <summary>
/// Words in brackets before the command. The parser knows one, <c>[suggest:N] LINE</c>, by which the scripts of <c>rnn completion</c> ask what may stand at character N of a line.
/// </summary>
static class Directives
{
    const string Suggest = "[suggest:";

    /// <summary>The command line with a place that the line has: some shells count bytes.</summary>
    /// <exception cref="UsageException">A directive that there is not, or no place.</exception>
    public static string[] Checked(string[] args)
    {
        if (args.Length == 0 || args[0] is not ['[', .., ']'] || args[0] == "[suggest]")
        {
            return args;
        }

        if (!args[0].StartsWith(Suggest, StringComparison.Ordinal) || !int.TryParse(args[0][Suggest.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            throw new UsageException(
                $"{OptionValues.Show(args[0])} is no command", $"{Suggest}N] LINE, with N from 0, is what the scripts of `rnn completion` ask; `rnn --help` shows the commands");
        }

        var length = args.Length > 1 ? args[1].Length : 0;
        return [string.Create(CultureInfo.InvariantCulture, $"{Suggest}{Math.Min(place, length)}]"), .. args[1..]];
    }
}

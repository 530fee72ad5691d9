using System.Globalization;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Options;

/// <summary>
/// Words in brackets before the command. The parser has one, <c>[suggest:N] LINE</c>: with it the scripts of <c>rnn completion</c> ask for
/// the words that can be completed at character N of a line.
/// </summary>
static class Directives
{
    const string Suggest = "[suggest:";

    /// <summary>The command line, with N at most the length of the line: some shells count bytes.</summary>
    /// <exception cref="UsageException">The directive is unknown, or N is not a number.</exception>
    public static string[] Checked(string[] args)
    {
        if (args.Length == 0 || args[0] is not ['[', .., ']'] || args[0] == "[suggest]")
        {
            return args;
        }

        if (!args[0].StartsWith(Suggest, StringComparison.Ordinal)
            || !int.TryParse(args[0][Suggest.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            throw new UsageException(
                $"{OptionValues.Show(args[0])} is no command",
                $"{Suggest}N] LINE, with N from 0, is what the scripts of `rnn completion` ask; `rnn --help` shows the commands");
        }

        var length = args.Length > 1 ? args[1].Length : 0;
        return [string.Create(CultureInfo.InvariantCulture, $"{Suggest}{Math.Min(place, length)}]"), .. args[1..]];
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RnnTrainer.Cli.Options;

/// <summary>The option <c>--range 90,50</c>: levels of ranges, in percent.</summary>
static class RangeOption
{
    const string Name = "--range";
    const int MostDecimals = 6;

    public static Option<decimal[]?> Make(string description) => new(Name)
    {
        Description = description,
        HelpName = "P[,P]",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Take,
    };

    static decimal[]? Take(ArgumentResult result)
    {
        string[] levels = [.. result.Tokens.SelectMany(token => CommonOptions.Columns(token.Value))];
        if (levels.Length == 0)
        {
            result.AddError($"{Name} expects percentages such as 90 or 90,50, found {OptionValues.Show(result.Tokens[0].Value)}");
            return null;
        }

        var parsed = new List<decimal>();
        foreach (var level in levels)
        {
            if (decimal.TryParse(level, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                && percent is >= 1 and < 100 && decimal.Round(percent, MostDecimals) == percent)
            {
                parsed.Add(percent);
            }
            else
            {
                result.AddError($"{Name} expects percentages from 1 to below 100, such as 90 or 90,50, found {OptionValues.Show(level)}");
                return null;
            }
        }

        return [.. parsed.Distinct()];
    }
}

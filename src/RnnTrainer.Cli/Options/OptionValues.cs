using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Cli.Options;

/// <summary>
/// Options whose values are parsed the same way in every culture. A wrong value is reported before the command starts, with what was
/// expected and what was found.
/// </summary>
static class OptionValues
{
    /// <summary>The most characters of a value that are shown.</summary>
    const int MostShown = 60;

    /// <summary>The fewest bytes of <c>--memory</c>.</summary>
    const long LeastMemory = 64_000_000;

    /// <summary>An option for a number of things, at least one.</summary>
    public static Option<int?> Count(string name, string description, string letter, int most = 1_000_000) =>
        Whole(name, description, letter, 1, most);

    /// <summary>An option for a whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int?> Whole(string name, string description, string letter, int least, int most) => new(name)
    {
        Description = description,
        HelpName = letter,
        CustomParser = result => TakeWhole(result, least, most),
    };

    /// <summary>The same, with a default that the help shows.</summary>
    public static Option<int> Whole(string name, string description, string letter, int least, int most, int usual) => new(name)
    {
        Description = description,
        HelpName = letter,
        CustomParser = result => TakeWhole(result, least, most) ?? 0,
        DefaultValueFactory = _ => usual,
    };

    /// <summary>The option for a number of folds.</summary>
    public static Option<int?> Folds(string description) => Whole("--folds", description, "K", 2, Fold.Most);

    /// <summary>An option that chooses a random stream.</summary>
    public static Option<int> Seed(string description, string letter = "N") =>
        Whole("--seed", description, letter, 0, int.MaxValue, usual: 1);

    /// <summary>An option for a number.</summary>
    /// <param name="expected">The allowed numbers, as they are described after "a number".</param>
    public static Option<double?> Number(string name, string description, string letter, string expected, Func<double, bool> allowed) =>
        new(name)
        {
            Description = description,
            HelpName = letter,
            CustomParser = result => TakeNumber(result, expected, allowed),
        };

    /// <summary>The same, with a default that the help shows.</summary>
    public static Option<double> Number(
        string name, string description, string letter, string expected, Func<double, bool> allowed, double usual) => new(name)
        {
            Description = description,
            HelpName = letter,
            CustomParser = result => TakeNumber(result, expected, allowed) ?? 0,
            DefaultValueFactory = _ => usual,
        };

    /// <summary>A size of at least <see cref="LeastMemory"/>: less does not hold the program.</summary>
    public static MemorySize? TakeMemory(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        var size = MemorySize.Parse(text);
        if (size is null)
        {
            result.AddError($"{NameOf(result)} expects a size such as 512MB or 4GB, found {Show(text)}");
        }
        else if (size.Value.Bytes < LeastMemory)
        {
            result.AddError($"{NameOf(result)} expects at least {new MemorySize(LeastMemory)}, found {Show(text)}");
            return null;
        }

        return size;
    }

    /// <summary>An option for a list of at least one entry, separated by commas.</summary>
    public static Option<string> List(string name, string description, string letter, bool required = false)
    {
        var option = new Option<string>(name) { Description = description, HelpName = letter, Required = required };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(
                t => !string.IsNullOrWhiteSpace(t.Value) && CommonOptions.Columns(t.Value).Length == 0))
            {
                result.AddError($"{name} expects {letter}, found {Show(token.Value)}");
            }
        });
        return option;
    }

    /// <summary>Restricts an option to these values, which are also completed.</summary>
    public static void TakesOneOf<T>(this Option<T> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result => RequireOneOf(result, option.Name, values));
    }

    /// <summary>Restricts an argument to these values, which are also completed.</summary>
    public static void TakesOneOf<T>(this Argument<T> argument, params string[] values)
    {
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result => RequireOneOf(result, argument.Name, values));
    }

    /// <summary>
    /// Rejects blank values and values that start with two dashes, for this command and its subcommands: no path, name or list is such.
    /// A <see cref="TextOption"/> takes any text.
    /// </summary>
    public static void RefuseBlanks(Command command)
    {
        foreach (var option in command.Options.Where(o => IsText(o.ValueType) && o is not TextOption))
        {
            option.Validators.Add(result => RequireText(result, option.Name, option.HelpName ?? "a value"));
        }

        foreach (var argument in command.Arguments.Where(a => IsText(a.ValueType)))
        {
            argument.Validators.Add(result => RequireText(result, argument.Name, "a name or a path"));
        }

        foreach (var below in command.Subcommands)
        {
            RefuseBlanks(below);
        }
    }

    /// <summary>A value in quotes for a message: on one line, and cut if it is long.</summary>
    public static string Show(string value) => $"'{Printable.Short(value, MostShown)}'";

    static bool IsText(Type type) => type == typeof(string) || type == typeof(string[]);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; null after an error.</summary>
    public static int? TakeWhole(ArgumentResult result, int least, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
        {
            return number;
        }

        result.AddError(
            string.Create(
                CultureInfo.InvariantCulture, $"{NameOf(result)} expects a whole number from {least} to {most}, found {Show(text)}"));
        return null;
    }

    static double? TakeNumber(ArgumentResult result, string expected, Func<double, bool> allowed)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && allowed(number))
        {
            return number;
        }

        result.AddError($"{NameOf(result)} expects a number {expected}, found {Show(text)}");
        return null;
    }

    static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    static void RequireOneOf(SymbolResult result, string name, string[] values)
    {
        foreach (var token in result.Tokens.Where(t => !values.Contains(t.Value)))
        {
            result.AddError($"{name} expects one of {string.Join(", ", values)}, found {Show(token.Value)}");
        }
    }

    static void RequireText(SymbolResult result, string name, string expected)
    {
        foreach (var token in result.Tokens)
        {
            if (string.IsNullOrWhiteSpace(token.Value) || token.Value.StartsWith("--", StringComparison.Ordinal))
            {
                result.AddError($"{name} expects {expected}, found {Show(token.Value)}");
            }
        }
    }
}

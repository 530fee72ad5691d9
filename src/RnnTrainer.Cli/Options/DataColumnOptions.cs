using System.CommandLine;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Options;

/// <summary>The options that say how a data file is to be read where the program would decide otherwise.</summary>
sealed class DataColumnOptions
{
    readonly Option<string?> _task = new("--task")
    {
        Description = "what to learn; default: decided from the file",
        HelpName = string.Join('|', Tasks),
        CompletionSources = { Tasks },
    };

    readonly Option<string> _target = CommonOptions.Target();
    readonly Option<string> _sequence = OptionValues.List(
        "--sequence", "the column that names the sequence of each row, or several that do so together; default: decided from the file",
        "COL,…");

    readonly Option<string> _step = OptionValues.List(
        "--step", "the column that orders the rows of a sequence, or several, such as date,time; default: decided from the file", "COL,…");

    readonly Option<string?> _layout = OneOf<Layout>("--layout", "how the file holds sequences; default: decided from the file");
    readonly Option<string?> _order = OneOf<RowOrder>(
        "--order", "whether the file's rows go forward in time (rising) or the newest is the first (falling); default: decided from the file");

    readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "the file's character encoding, such as utf-8, utf-16, latin-1 or windows-1252; default: decided from the file",
        HelpName = "NAME",
    };

    readonly Option<bool> _noHeader = new("--no-header")
    {
        Description = "the first line holds values and no names; the columns are called c0, c1, …",
    };

    static string[] Tasks => [.. SequenceTask.All.Select(t => t.Name)];

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_task, _target, _sequence, _step, _layout, _order, _encoding, _noHeader];

    /// <summary>Those that say how the file is read, and not what is learned.</summary>
    public IEnumerable<Option> Reading => All.Except([_task]);

    /// <summary>What the command line says, and the encoding of the file; the rest is to be decided from the file.</summary>
    public DataOptions Options(ParseResult parse, Session session, string file)
    {
        var options = Options(parse);
        if (parse.Has(_encoding) || DataBytes.EncodingOf(file) is not { } found)
        {
            return options;
        }

        session.Log($"note: {file}: read as {found}, which its bytes look like; --encoding names another");
        return options with { Encoding = found };
    }

    DataOptions Options(ParseResult parse) => new()
    {
        Target = CommonOptions.Columns(parse.GetValue(_target)),
        Sequence = CommonOptions.Columns(parse.GetValue(_sequence)),
        Step = CommonOptions.Columns(parse.GetValue(_step)),
        Layout = Value(parse.GetValue(_layout), Layout.Auto),
        Order = Value(parse.GetValue(_order), RowOrder.Rising),
        Encoding = parse.GetValue(_encoding) ?? "utf-8",
        HasHeader = !parse.GetValue(_noHeader),
    };

    /// <summary>The task that the command line names; null: it is to be decided from the file.</summary>
    /// <exception cref="UsageException">There is no such task.</exception>
    public string? Task(ParseResult parse) => parse.GetValue(_task) switch
    {
        null => null,
        var name when Tasks.Contains(name) => name,
        var name => throw new UsageException(
            $"--task expects one of {string.Join(", ", Tasks)}, found {OptionValues.Show(name)}",
            ConfigValueKind.Hint(ConfigKeys.TypeOf("task")!, name)),
    };

    static Option<string?> OneOf<T>(string name, string description)
        where T : struct, Enum
    {
        string[] values = [.. ConfigValueKind.Names(typeof(T))];
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', values) };
        option.TakesOneOf(values);
        return option;
    }

    static T Value<T>(string? name, T usual)
        where T : struct, Enum => name is null ? usual : Enum.GetValues<T>().First(v => ConfigValue.Name(v) == name);
}

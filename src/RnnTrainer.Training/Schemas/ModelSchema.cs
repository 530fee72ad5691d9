using System.Text.Json;
using System.Text.Json.Serialization;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Schemas;

/// <summary>What a model takes and what it outputs. It is stored with the weights, so that a checkpoint is complete.</summary>
/// <param name="Inputs">The K input columns, in the model's order.</param>
/// <param name="Target">The target columns.</param>
/// <param name="Classes">The labels in ordinal order, of a text the symbols in the order of its vocabulary; empty where classes are not
/// predicted.</param>
/// <param name="Normalization">How the <see cref="Channels"/> are scaled before the model sees them.</param>
/// <param name="TargetScaling">How the targets are scaled before the loss sees them; null: not at all.</param>
/// <param name="Naive">What baselines need to know of training: how often each class occurs, the rate of each output that is 0 or 1, or the
/// mean of each output.</param>
/// <param name="Encoding">How the columns of a file become inputs and symbols; null: they are inputs as they stand.</param>
sealed record ModelSchema(
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Target,
    IReadOnlyList<string> Classes,
    Normalization Normalization,
    Normalization? TargetScaling = null,
    IReadOnlyList<double>? Naive = null,
    InputEncoding? Encoding = null)
{
    /// <summary>How predictions follow from probabilities; null: the likeliest is predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Decision? Decision { get; init; }

    /// <summary>What the logits were divided by after training, so that probabilities fit the validation split: the weights of the
    /// read-out have it in them. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    /// <summary>The quantiles that the model predicts of each target, ascending; null: it predicts one number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Quantiles { get; init; }

    /// <summary>How far the model was from targets that training did not see; null: that was not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HeldOutErrors? Errors { get; init; }

    /// <summary>What is done to each sequence or window by itself before that; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Preparation? Preparation { get; init; }

    /// <summary>The names of the numbers that the model takes at each step: the inputs, then what <see cref="Preparation"/> adds.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Channels => Preparation?.Names(Inputs) ?? Inputs;

    /// <summary>Inputs that are known for the steps ahead; null: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KnownInputs? Known { get; init; }

    /// <summary>The names of the numbers that the lowest layer takes at each step: the channels, then what is known of the steps
    /// ahead.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Numbers => Known is null ? Channels : [.. Channels, .. Known.Names(Inputs, Horizon)];

    /// <summary>[C]: the place of each target among the inputs; −1: it is none.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> TargetPlaces
    {
        get
        {
            var inputs = Inputs.ToList();
            return [.. Target.Select(name => inputs.IndexOf(name))];
        }
    }

    /// <summary>How the training file held its sequences: other files are taken to do the same.</summary>
    public Layout Layout { get; init; } = Layout.Long;

    /// <summary>What a sequence of a text is.</summary>
    public TextMode Text { get; init; } = TextMode.Stream;

    /// <summary>Steps ahead that one output has: a number for each of them and each target column, row-major.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>What the scores of a forecast are measured by; null for other tasks.</summary>
    public ForecastScale? Forecast { get; init; }

    /// <summary>
    /// How often symbols followed one another in training: before, next, count, one such triple after another; null where there are no
    /// symbols, or too many pairs.
    /// </summary>
    public IReadOnlyList<int>? Pairs { get; init; }

    /// <summary>[V]: the class that each symbol has most often in training, for a tagger of symbols; null for others.</summary>
    public int[]? SymbolClasses { get; init; }

    /// <summary>C, the numbers of an output: a logit per class, or a number per target column and step ahead.</summary>
    public int Outputs => Classes.Count > 0 ? Classes.Count : Target.Count * Horizon;

    /// <summary>The numbers that the head makes: <see cref="Outputs"/>, and as many for each quantile other than the median.</summary>
    [JsonIgnore]
    public int HeadOutputs => Outputs * (Quantiles?.Count ?? 1);

    /// <summary>V, how many symbols an input may be; 0: inputs are numbers alone. There may be <see cref="Inputs"/> next to symbols.</summary>
    public int Symbols => Encoding?.Symbols ?? 0;

    /// <summary>M, how many symbols a step has.</summary>
    public int SymbolsPerStep => Encoding?.SymbolsPerStep ?? 1;

    /// <summary>Whether symbols are characters, which stand next to each other without spaces.</summary>
    public bool HasCharacters => Layout == Layout.Text || Encoding?.Tokenizer == Tokenizer.Characters;

    /// <summary>Whether targets are inputs that <see cref="Preparation"/> changes, so that outputs have to be changed back.</summary>
    [JsonIgnore]
    public bool HasUnits =>
        Preparation is { } columns && TargetPlaces.Any(k => columns.Transformed.Contains(k) || columns.Scaled.Contains(k));

    /// <summary>How targets that are inputs too are made ready; null: they are taken as they are.</summary>
    /// <param name="scale">Of a window, where windows have one of their own.</param>
    internal TargetUnits? UnitsOf(OwnScale scale) => HasUnits ? TargetUnits.Of(Preparation!, TargetPlaces, scale) : null;

    /// <summary>The same of an encoded sequence or window.</summary>
    internal TargetUnits? UnitsOf(Sequence sequence) =>
        HasUnits ? UnitsOf(Preparation!.Prepare(sequence, Inputs.Count).Scale) : null;

    /// <summary>Whether numbers, ascending, are the median and pairs of quantiles p and 1 − p.</summary>
    internal static bool AreQuantiles(IReadOnlyList<double> numbers) => numbers.Count % 2 == 1 && numbers[numbers.Count / 2] == 0.5
        && numbers.All(p => p is > 0 and < 1) && numbers.Zip(numbers.Skip(1)).All(p => p.First < p.Second)
        && numbers.Zip(numbers.Reverse()).All(p => (decimal)p.First + (decimal)p.Second == 1);

    /// <summary>Without what is fitted after training.</summary>
    internal ModelSchema OfTraining() => this with { Decision = null, Temperature = null, Errors = null };

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a schema, or its parts do not fit together.</exception>
    public static ModelSchema Parse(string json)
    {
        var schema = ConfigJson.Node(json).Deserialize<ModelSchema>(ConfigJson.Options) ?? throw new JsonException("the schema is null");
        if (schema.Preparation?.IsSound(schema.Inputs.Count) == false)
        {
            throw new JsonException($"the schema prepares columns that are not among its {schema.Inputs.Count} inputs");
        }

        if (schema.Symbols == 0 || schema.Inputs.Count > 0)
        {
            Require(schema.Normalization, schema.Channels.Count, "inputs");
        }

        if (schema.TargetScaling is { } scaling)
        {
            Require(scaling, schema.Target.Count, "targets");
        }

        if (schema.Forecast is { } scale
            && (scale.Deviation.Length != schema.Target.Count || scale.SeasonalError.Length != schema.Target.Count
            || scale.Series?.Values.Any(q => q.Length != schema.Target.Count) == true))
        {
            throw new JsonException(
                $"the schema has {schema.Target.Count} targets but {scale.Deviation.Length} and {scale.SeasonalError.Length} scales of " +
                $"their scores");
        }

        if (schema.Decision?.IsSound(schema.Outputs) == false)
        {
            throw new JsonException($"the schema has {schema.Outputs} outputs, and another number of costs or thresholds of predictions");
        }

        if (schema.Known?.IsSound(schema.Inputs.Count) == false)
        {
            throw new JsonException($"the schema knows inputs in advance that are not among its {schema.Inputs.Count}");
        }

        if (schema.Quantiles is { } quantiles && !AreQuantiles(quantiles))
        {
            throw new JsonException("the schema's quantiles are not the median and pairs around it");
        }

        if (schema.Errors?.IsSound(schema.Outputs) == false)
        {
            throw new JsonException($"the schema has {schema.Outputs} outputs, and other numbers of errors, or some that are no errors");
        }

        if (schema.Encoding is { IsSound: false })
        {
            throw new JsonException(
                $"the schema has {schema.SymbolsPerStep} symbols per step, which are not a word, the features of its form and further columns");
        }

        if (schema.Pairs is { } pairs
            && (pairs.Count % 3 != 0 || pairs.Where((n, at) => n < 0 || (at % 3 < 2 && n >= schema.Classes.Count)).Any()))
        {
            throw new JsonException("the schema's pairs of symbols are not triples of two symbols and a count");
        }

        if (schema.SymbolClasses is { } classes
            && (classes.Length != schema.Symbols || classes.Any(c => c < 0 || c >= schema.Classes.Count)))
        {
            throw new JsonException(
                $"the schema has {schema.Symbols} symbols but {classes.Length} classes of them, or some that there are not");
        }

        return schema.Naive is null || schema.Naive.Count == schema.Outputs
            ? schema
            : throw new JsonException($"the schema has {schema.Outputs} outputs but {schema.Naive.Count} numbers for baselines");
    }

    static void Require(Normalization scaling, int count, string what)
    {
        var sound = count > 0 && scaling.Shift.Length == count && scaling.Scale.Length == count;
        if (!sound || !scaling.Scale.All(s => s != 0 && double.IsFinite(s)) || !scaling.Shift.All(double.IsFinite))
        {
            throw new JsonException(
                $"the schema has {count} {what} but {scaling.Shift.Length} shifts and {scaling.Scale.Length} scales, or some that are " +
                $"no numbers");
        }
    }
}

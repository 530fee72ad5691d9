using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Export;

/// <summary>What a program that runs an exported model has to know, as texts; lists are JSON.</summary>
static class ModelMetadata
{
    static readonly JsonSerializerOptions Texts = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="format">Of the file that holds it.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(Model model, string format)
    {
        var (config, schema) = (model.Config, model.Schema);
        yield return new("format", format);
        yield return new("task", model.Task.Name);
        yield return new("cell", model.Cell.Name);
        yield return new("hidden", Text(config.Model.Hidden));
        yield return new("layers", Text(config.Model.Layers));
        if (schema.Inputs.Count > 0)
        {
            yield return new("inputs", List(InputsOf(schema)));
        }

        if (schema.Symbols > 0)
        {
            yield return new("symbols", Symbols(schema.Encoding!));
        }

        if (schema.Encoding is { MoreTokens.Count: > 0 })
        {
            yield return new("tokens", List(schema.Encoding.TokenColumns));
        }

        if (schema.Encoding?.Tokenizer is { } tokenizer)
        {
            yield return new("tokenizer", ConfigValue.Name(tokenizer));
        }

        yield return schema.Classes.Count > 0 ? new("classes", List(schema.Classes)) : new("targets", List(schema.Target));
        if (model.Task.WindowsOf(config.Data) is { } windows)
        {
            yield return new("steps_before", Text(windows.Before));
            yield return new("horizon", Text(schema.Horizon));
        }
    }

    /// <summary>Shift and scale, where they are not inside the model.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Scaling(string prefix, Normalization scaling) =>
        [new($"{prefix}shift", List(scaling.Shift)), new($"{prefix}scale", List(scaling.Scale))];

    /// <summary>The keys of <c>data</c> that prepare each sequence by itself.</summary>
    public static string PreparationKeys(DataConfig data) => string.Join(
        ", ",
        new[]
        {
            data.Transform is { } transform ? $"transform: {ConfigValue.Name(transform)}" : "",
            data.Normalize is Normalize.Sequence or Normalize.Series ? $"normalize: {ConfigValue.Name(data.Normalize)}" : "",
            data.ScaleInput ? "scale_input" : "", data.Difference ? "difference" : "",
        }.Where(key => key.Length > 0));

    /// <summary>The columns of a step; those that say what is missing are not given but computed.</summary>
    public static IReadOnlyList<string> InputsOf(ModelSchema schema) =>
        schema.Encoding is { } encoding
            ? [.. schema.Inputs.Where((_, k) => k < encoding.Numbers.Count || k >= encoding.Numbers.Count + encoding.Indicators.Count)]
            : schema.Inputs;

    /// <summary>The symbols in the order of their numbers; of several columns a list for each, numbered from 0 in each.</summary>
    static string Symbols(InputEncoding encoding) => encoding.MoreTokens.Count == 0 ? List(encoding.Vocabulary!.Names)
        : List(encoding.WordVocabularies().Select(v => v.Names));

    static string List<T>(IEnumerable<T> items) => JsonSerializer.Serialize(items, Texts);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

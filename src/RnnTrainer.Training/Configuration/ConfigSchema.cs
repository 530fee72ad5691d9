using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using RnnTrainer.Common;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Configuration;

/// <summary>The JSON schema of the config, made from the config records: what an editor needs to complete and check keys.</summary>
static class ConfigSchema
{
    /// <summary>The schema (draft 2020-12).</summary>
    public static JsonObject Make()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = ConfigJson.Options.GetJsonSchemaAsNode(typeof(Config), exporter).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "rnn config");
        return schema;
    }

    static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = context.TypeInfo.Type == typeof(Columns) ? NameOrNames(context.PropertyInfo?.IsSetNullable == true)
            : context.TypeInfo.Type == typeof(CellConstants) ? NamedNumbers()
            : context.TypeInfo.Type == typeof(CheckpointInterval) ? StepsOrTime()
            : context.TypeInfo.Type == typeof(MemorySize?) ? Size()
            : context.TypeInfo.Type == typeof(Fold) ? FoldOfSeveral()
            : context.TypeInfo.Type == typeof(ClassWeights) ? BalancedOr(NamedNumbers())
            : context.TypeInfo.Type == typeof(DecisionRule) ? ScoreOrCosts(NamedNumbers())
            : node as JsonObject;
        if (schema is null || context.PropertyInfo is not { AttributeProvider: { } property } info)
        {
            return schema ?? node;
        }

        if (context.TypeInfo.Type == typeof(ScheduleConfig))
        {
            schema = WordOr(schema);
        }

        if (property.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute text])
        {
            schema.Insert(0, "description", text.Description);
        }

        if (ConfigValueKind.Range(info) is { } range)
        {
            AddLimits(schema, range);
        }

        AddDefault(schema, property);
        return schema;
    }

    static JsonObject NameOrNames(bool nullable)
    {
        var choices = new JsonArray(
            new JsonObject { ["type"] = "string" },
            new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" }, ["minItems"] = 1 });
        if (nullable)
        {
            choices.Add(new JsonObject { ["type"] = "null" });
        }

        return new JsonObject { ["anyOf"] = choices };
    }

    static JsonObject NamedNumbers() => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["additionalProperties"] = new JsonObject { ["type"] = "number" },
    };

    static JsonObject StepsOrTime() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9.]+([eE][+-]?[0-9]+)? minutes?$" },
            new JsonObject { ["type"] = "null" }),
    };

    static JsonObject Size() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = MemorySize.Pattern }, new JsonObject { ["type"] = "null" }),
    };

    static JsonObject FoldOfSeveral() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = "^[1-9][0-9]*/[1-9][0-9]*$" }, new JsonObject { ["type"] = "null" }),
    };

    static JsonObject BalancedOr(JsonObject factors) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = ClassWeights.Balanced }, factors) };

    static JsonObject ScoreOrCosts(JsonObject costs) => new()
    {
        ["anyOf"] = new JsonArray(
            Only("maximize", new() { ["enum"] = new JsonArray([.. DecisionRule.Scores.Select(s => (JsonNode)s)]) }),
            Only("cost", new() { ["type"] = "object", ["additionalProperties"] = costs }),
            new JsonObject { ["type"] = "null" }),
    };

    static JsonObject Only(string key, JsonObject value) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [key] = value },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };

    // A schedule's kind alone, or all its keys.
    static JsonObject WordOr(JsonObject section) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. ConfigValueKind.Names(typeof(ScheduleKind)).Select(n => (JsonNode)n)]) },
            section),
    };

    static void AddLimits(JsonObject schema, RangeAttribute range)
    {
        schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = JsonValue.Create(Convert.ToDouble(range.Minimum, null));
        if (range.Maximum is not (double.MaxValue or int.MaxValue))
        {
            schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = JsonValue.Create(Convert.ToDouble(range.Maximum, null));
        }
    }

    static void AddDefault(JsonObject schema, ICustomAttributeProvider property)
    {
        if (property is PropertyInfo member && DefaultOf(member) is { } value)
        {
            schema["default"] = System.Text.Json.JsonSerializer.SerializeToNode(value.Value, member.PropertyType, ConfigJson.Options);
        }
    }

    /// <summary>The default of a key: that of a config in which only the required keys were written; null: it has none.</summary>
    internal static (object? Value, bool HasOne)? DefaultOf(PropertyInfo member)
    {
        object[] sections =
        [
            new DataConfig { Train = "" }, new SplitConfig(), new ModelConfig(), new TrainingConfig(), new ScheduleConfig(),
                new EarlyStoppingConfig(),
        ];
        return member.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is null
            && sections.FirstOrDefault(s => s.GetType() == member.DeclaringType) is { } section ? (member.GetValue(section), true) : null;
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnTrainer.Autodiff;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>A trained model as one C# file that needs nothing but .NET: weights, normalisation and labels inside, the cell's loops as its statements say.</summary>
public static class CSharpFile
{
    /// <summary>The namespace of a class, where no other is asked for.</summary>
    public const string Namespace = "RnnModels";

    const int LineLength = 120;
    static readonly JsonSerializerOptions Literals = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the file.</summary>
    /// <param name="name">After which the class is called.</param>
    /// <param name="space">Its namespace.</param>
    /// <exception cref="RunException">The model takes what the file could not.</exception>
    public static string Of(Model model, string name, string space = Namespace)
    {
        if (!CSharpNames.IsNamespace(space))
        {
            throw new RunException($"'{space}' is no namespace", "identifiers with dots between them, for example Shop.Models");
        }

        var inputs = CSharpInputs.Of(model);
        var (layers, config) = (new CSharpLayers(model), model.Config);
        return $$"""
            // Made by rnn {{Checkpoint.ThisVersion}}, `rnn export --format csharp`. It needs .NET 8 or later and no package.
            #nullable enable
            using System;
            using System.Buffers.Binary;
            using System.Collections.Generic;
            using System.Linq;
            using System.Text;

            namespace {{space}};

            /// <summary>A model of the task {{config.Task.ToString().ToLowerInvariant()}}: {{config.Model.Layers}} layer(s) of {{model.Cell.Name}}, {{config.Model.Hidden}} units. All methods may be called from several threads.</summary>
            public static class {{CSharpNames.OfType(name)}}
            {
            {{Indented(inputs.Text)}}

                /// <summary>{{(model.Answers == AnswerKind.Class ? "The classes" : "What the numbers of an answer are")}}, in the order of an answer.</summary>
                public static readonly string[] Outputs = {{Strings(Outputs(model))}};

            {{Indented(layers.Instances)}}

                /// <summary>{{Meaning(model)}}</summary>
            {{Indented(inputs.About)}}
                public static double[][] Answers({{inputs.Type}} steps)
                {
                    var x = Ready(steps);
            {{Indented(layers.Steps, 2)}}
                    return [.. {{layers.Read}}.Select(h => {{CSharpOutputs.Call(model)}})];
                }

            {{Indented(CSharpOutputs.Labels(model, inputs.Type))}}

            {{Indented(CSharpOutputs.Text(model))}}

            {{Indented(layers.Functions)}}

                interface ICell
                {
                    double[][] Step(double[] x, double[][] states);
                }

            {{Indented(layers.Classes)}}
                static class Functions
                {
            {{Indented(string.Join('\n', CSharpPrinter.Functions), 2)}}
                }

                static class Weights
                {
                    /// <summary>Row-major, by name, from numbers of {{Bits(model)}} bits in base64.</summary>
                    public static readonly Dictionary<string, double[]> All = new()
                    {
            {{string.Join('\n', model.Parameters.Select(p => $"            [\"{p.Name}\"] = Numbers(\"\"\"\n{Base64(p)}\n\"\"\"u8),"))}}
                    };

                    static double[] Numbers(ReadOnlySpan<byte> base64)
                    {
                        var bytes = Convert.FromBase64String(Encoding.ASCII.GetString(base64));
                        var numbers = new double[bytes.Length / {{Bits(model) / 8}}];
                        for (var n = 0; n < numbers.Length; n++)
                        {
                            numbers[n] = BinaryPrimitives.Read{{(Bits(model) == 32 ? "Single" : "Double")}}LittleEndian(bytes.AsSpan({{Bits(model) / 8}} * n));
                        }

                        return numbers;
                    }
                }
            }

            """.ReplaceLineEndings("\n");
    }

    /// <summary>An expression for texts.</summary>
    internal static string Strings(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(t => Printable.Json(JsonSerializer.Serialize(t, Literals))))}]";

    /// <summary>An expression for numbers.</summary>
    internal static string Numbers(IEnumerable<double> numbers) => $"[{string.Join(", ", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))}]";

    static int Bits(Model model) => model.Precision == Precision.Float32 ? 32 : 64;

    static string Meaning(Model model) => (model.IsPerStep ? "An answer for each step: " : "One answer for the sequence: ") + model.Answers switch
    {
        AnswerKind.Class => "the probability of each class.",
        AnswerKind.Binary => "the probability of each output.",
        _ => "numbers in the units of the training file.",
    };

    static IEnumerable<string> Outputs(Model model) => model.Schema switch
    {
        { Classes.Count: > 0 } schema => schema.Classes,
        { Horizon: > 1 } schema => Enumerable.Range(1, schema.Horizon).SelectMany(h => schema.Target.Select(t => $"{t}+{h}")),
        var schema => schema.Target,
    };

    static string Indented(string text, int depth = 1) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? line : new string(' ', 4 * depth) + line));

    static string Base64(Parameter parameter)
    {
        var value = parameter.Value;
        var bytes = value.Precision == Precision.Float32
            ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.Singles).ToArray()
            : System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.Doubles).ToArray();
        return string.Join('\n', Convert.ToBase64String(bytes).Chunk(LineLength).Select(line => new string(line)));
    }
}

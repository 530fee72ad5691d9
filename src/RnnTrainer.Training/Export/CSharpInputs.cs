using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Export;

/// <summary>How an exported file makes of what it is given what the lowest layer takes.</summary>
/// <param name="Type">The type of a sequence.</param>
/// <param name="About">The comment on the parameter <c>steps</c>.</param>
/// <param name="Text">The members <c>Inputs</c> or <c>Symbols</c>, and <c>Ready</c>.</param>
sealed record CSharpInputs(string Type, string About, string Text)
{
    public static CSharpInputs Of(Model model) => (model.Embedding, model.Schema.Inputs.Count) switch
    {
        (null, _) => Numeric(model, "Ready"),
        (_, 0) => Symbolic(model, "Ready"),
        _ => SideBySide(model),
    };

    /// <summary>An expression for the numbers of <c>steps</c>.</summary>
    public static string NumbersOf(Model model) => model.Embedding is null ? "steps" : "[.. steps.Select(s => s.Numbers)]";

    static CSharpInputs SideBySide(Model model)
    {
        var (symbols, numbers) = (Symbolic(model, "Vectors"), Numeric(model, "Numbers"));
        var name = symbols.Type == "string[]" ? "Symbol" : "Symbols";
        var type = $"({symbols.Type[..^2]} {name}, double[] Numbers)[]";
        return new CSharpInputs(
            type,
            $"/// <param name=\"steps\">Of each step the {name.ToLowerInvariant()}, see <see cref=\"Symbols\"/>, and the numbers, in the units of the training file, with the columns <see cref=\"Inputs\"/>.</param>",
            $$"""
            {{symbols.Text}}

            {{numbers.Text}}

            static double[][] Ready({{type}} steps)
            {
                var numbers = Numbers([.. steps.Select(s => s.Numbers)]);
                var vectors = Vectors([.. steps.Select(s => s.{{name}})])[^numbers.Length..];
                return [.. vectors.Zip(numbers, (v, n) => (double[])[.. v, .. n])];
            }
            """);
    }

    /// <param name="method">The name of the method that makes vectors of symbols.</param>
    static CSharpInputs Symbolic(Model model, string method)
    {
        var encoding = model.Schema.Encoding!;
        if (encoding.Forms.Count > 0)
        {
            throw new RunException("a model that looks at the form of words is not exported as C#", "train without data.affixes");
        }

        var isOne = encoding.MoreTokens.Count == 0;
        var window = model.Schema.Inputs.Count == 0 ? model.Task.WindowsOf(model.Config.Data)?.Window : null;
        var ready = (string type, string vector) =>
            $"static double[][] {method}({type}[] steps) => [.. steps{(window is { } last ? $"[^{last}..]" : "")}.Select({vector})];";
        return new CSharpInputs(
            isOne ? "string[]" : "string[][]",
            $"/// <param name=\"steps\">The symbols of a sequence, see <see cref=\"Symbols\"/>{(isOne ? "" : ", a row of them for each step")}.</param>",
            $"{(isOne ? Symbols(model, encoding, ready) : SymbolsOfColumns(model, encoding, ready))}{CSharpTokenizer.Text(encoding.Tokenizer)}");
    }

    static string Symbols(Model model, InputEncoding encoding, Func<string, string, string> ready) => $$"""
        /// <summary>The symbols that training saw{{OthersAre(encoding)}}.</summary>
        public static readonly string[] Symbols = {{CSharpFile.Strings(encoding.Vocabulary!.Names)}};

        static readonly Dictionary<string, int> Places = Symbols.Select((s, n) => (s, n)).ToDictionary(p => p.s, p => p.n, StringComparer.Ordinal);

        {{ready("string", $"s => Vector(Places.TryGetValue(s, out var n) ? n : {Unknown(encoding, "steps")})")}}

        static double[] Vector(int n) => Weights.All["embedding.E"][(n * {{model.Config.Model.Embedding}})..((n + 1) * {{model.Config.Model.Embedding}})];
        """;

    static string SymbolsOfColumns(Model model, InputEncoding encoding, Func<string, string, string> ready) => $$"""
        /// <summary>The columns of the symbols of a step, in their order.</summary>
        public static readonly string[] Columns = {{CSharpFile.Strings(encoding.TokenColumns)}};

        /// <summary>The symbols that training saw, by column{{OthersAre(encoding)}}.</summary>
        public static readonly string[][] Symbols =
        [
            {{string.Join(",\n    ", encoding.WordVocabularies().Select(v => CSharpFile.Strings(v.Names)))}},
        ];

        static readonly Dictionary<string, int>[] Places = [.. Symbols.Select(
            (names, c) => names.Select((s, n) => (s, n: n + Symbols[..c].Sum(before => before.Length))).ToDictionary(p => p.s, p => p.n, StringComparer.Ordinal))];

        {{ready("string[]", "Vector")}}

        static double[] Vector(string[] symbols)
        {
            if (symbols.Length != Columns.Length)
            {
                throw new ArgumentException("Expected {{encoding.SymbolsPerStep}} symbols in each step.", nameof(symbols));
            }

            var (E, x) = (Weights.All["embedding.E"], new double[{{model.Config.Model.Embedding}}]);
            foreach (var (s, c) in symbols.Select((s, c) => (s, c)))
            {
                var n = Places[c].TryGetValue(s, out var place) ? place : {{Unknown(encoding, "symbols", "Places[c][Symbols[c][0]]")}};
                for (var k = 0; k < x.Length; k++)
                {
                    x[k] += E[n * x.Length + k];
                }
            }

            return x;
        }
        """;

    static string OthersAre(InputEncoding encoding) => encoding.Vocabulary!.HasUnknown ? "; the first stands for all others" : "";

    /// <summary>An expression for the place of the symbol <c>s</c>, which training never saw.</summary>
    static string Unknown(InputEncoding encoding, string parameter, string first = "0") => encoding.Vocabulary!.HasUnknown ? first
        : $"throw new ArgumentException($\"The symbol '{{s}}' never occurs in the training file.\", nameof({parameter}))";

    /// <param name="method">The name of the method that fills and scales numbers.</param>
    static CSharpInputs Numeric(Model model, string method)
    {
        var (schema, K) = (model.Schema, model.Schema.Inputs.Count);
        var scaling = schema.Normalization;
        var fills = schema.Encoding is { Numbers.Count: > 0, Missing: not MissingPolicy.Error };
        var (columns, relative) = (schema.Preparation, model.Config.Data.RelativeInputs);
        var window = model.Task.WindowsOf(model.Config.Data);
        return new CSharpInputs("double[][]", "/// <param name=\"steps\">A row for each step, in the units of the training file, with the columns <see cref=\"Inputs\"/>.</param>", $$"""
            /// <summary>The columns of a step{{(fills ? "; NaN where a number is missing: the columns that say so (name?) are set here" : "")}}{{(schema.Encoding?.Categories.Count > 0 ? "; name=value is 1 where the text column has the value, else 0" : "")}}.</summary>
            public static readonly string[] Inputs = {{CSharpFile.Strings(schema.Inputs)}};

            static readonly double[] Shift = {{CSharpFile.Numbers(scaling.Shift)}};
            static readonly double[] Scale = {{CSharpFile.Numbers(scaling.Scale)}};

            {{(columns is null ? "" : Seen)}}static double[][] {{(columns is null ? method : "Seen")}}(double[][] steps)
            {
                if (steps.Length < {{window?.Before ?? 1}} || steps.Any(row => row.Length != {{K}}))
                {
                    throw new ArgumentException("Expected at least {{window?.Before ?? 1}} steps of {{K}} numbers.", nameof(steps));
                }

                {{(fills ? "steps = Filled(steps);\n    " : "")}}{{(window is null ? "" : $"steps = steps[^{window.Window}..];\n    ")}}return {{(columns is null ? Scaled(relative) : "steps")}};
            }{{(columns is null ? "" : Prepared(method, relative))}}{{(fills ? Fill(schema) : "")}}{{(columns is null ? "" : CSharpPreparation.Text(model))}}{{(relative ? $"\n\nstatic readonly bool[] IsTarget = [{string.Join(", ", schema.Channels.Select((name, k) => k < K && schema.Target.Contains(name) ? "true" : "false"))}];" : "")}}
            """);
    }

    const string Seen = "// The steps that the model sees.\n";

    static string Prepared(string method, bool relative) => $$"""


        static double[][] {{method}}(double[][] steps)
        {
            steps = Prepared(Seen(steps));
            return {{Scaled(relative)}};
        }
        """;

    static string Scaled(bool relative) =>
        $"[.. steps.Select(row => row.Select((v, k) => {(relative ? "(v - (IsTarget[k] ? steps[^1][k] : Shift[k])) / Scale[k]" : "(v - Shift[k]) / Scale[k]")}).ToArray())]";

    static string Fill(ModelSchema schema) => Fill(schema.Encoding!, schema.Preparation?.Unfilled ?? []);

    static string Fill(InputEncoding encoding, IReadOnlyList<int> unfilled) => $$"""


        static readonly double[] Means = {{CSharpFile.Numbers(encoding.Means.Select((mean, k) => unfilled.Contains(k) ? double.NaN : mean))}};
        static readonly int[] Indicators = [{{string.Join(", ", encoding.Indicators.Select(n => encoding.Numbers.ToList().IndexOf(n)))}}];

        static double[][] Filled(double[][] steps)
        {
            var filled = new double[steps.Length][];
            for (var t = 0; t < steps.Length; t++)
            {
                filled[t] = [.. steps[t]];
                for (var k = 0; k < Means.Length; k++)
                {
                    filled[t][k] = !double.IsNaN(steps[t][k]) ? steps[t][k] : {{(encoding.Missing == MissingPolicy.ForwardFill ? "t > 0 ? filled[t - 1][k] : " : "")}}Means[k];
                }

                for (var n = 0; n < Indicators.Length; n++)
                {
                    filled[t][Means.Length + n] = double.IsNaN(steps[t][Indicators[n]]) ? 1 : 0;
                }
            }

            return filled;
        }
        """;
}

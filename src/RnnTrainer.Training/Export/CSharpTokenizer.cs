using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Training.Export;

/// <summary>How an exported file cuts a text. <see cref="TextTokens"/> is its reference.</summary>
static class CSharpTokenizer
{
    const string Unknown = "<c>&lt;unk&gt;</c>";

    /// <summary>The method <c>Tokenize</c>; empty where no texts are cut.</summary>
    public static string Text(Tokenizer? tokenizer) => tokenizer switch
    {
        Tokenizer.Words => $$"""


            /// <summary>Cuts a text as those of training: at white space; a mark {{string.Join(' ', TextTokens.Marks.ToCharArray())}} at the end of a word, after a letter or digit, is a word of its own. A text without a word is one {{Unknown}}.</summary>
            public static string[] Tokenize(string text)
            {
                var words = new List<string>();
                foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                {
                    var isCut = "{{TextTokens.Marks}}".Contains(word[^1]) && EndsInLetterOrDigit(word[..^1]);
                    words.AddRange(isCut ? [word[..^1], word[^1..]] : new[] { word });
                }

                return words.Count > 0 ? [.. words] : ["{{Vocabulary.UnknownName}}"];
            }

            static bool EndsInLetterOrDigit(string word) =>
                Rune.DecodeLastFromUtf16(word, out var last, out _) == System.Buffers.OperationStatus.Done && Rune.IsLetterOrDigit(last);
            """,
        Tokenizer.Characters => $$"""


            /// <summary>Cuts a text as those of training: into Unicode characters, CR LF and CR being one line feed. An empty text is one {{Unknown}}.</summary>
            public static string[] Tokenize(string text)
            {
                var lines = text.Replace("\r\n", "\n").Replace('\r', '\n');
                return lines.Length > 0 ? [.. lines.EnumerateRunes().Select(r => r.ToString())] : ["{{Vocabulary.UnknownName}}"];
            }
            """,
        _ => "",
    };
}

using System.Text;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Quotes the words of a command, so that a shell reads them unchanged and a terminal shows them on one line.</summary>
static class Shell
{
    /// <summary>A path, in single quotes if a shell would change it; with control characters as bash and zsh read them:
    /// <c>$'a\nb'</c>.</summary>
    public static string Quoted(string path)
    {
        var word = path.StartsWith('-') ? $"./{path}" : path; // it would be taken for an option
        return word.Any(char.IsControl) ? $"$'{string.Concat(word.Select(Escaped))}'"
            : word.Length > 0 && word[0] != '=' && word.All(IsPlain) ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    static bool IsPlain(char c) =>
        char.IsLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal) || (c == '\\' && OperatingSystem.IsWindows());

    static string Escaped(char c) => c switch
    {
        '\n' => @"\n",
        '\t' => @"\t",
        '\r' => @"\r",
        '\'' or '\\' => $@"\{c}",
        _ when char.IsControl(c) => string.Concat(Encoding.UTF8.GetBytes([c]).Select(b => $@"\x{b:x2}")),
        _ => $"{c}",
    };
}

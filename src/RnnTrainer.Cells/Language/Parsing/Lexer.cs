using System.Globalization;

namespace RnnTrainer.Cells.Language.Parsing;

enum TokenKind
{
    Name,
    Number,
    Punctuation,
    End,
}

readonly record struct Token(TokenKind Kind, Word Word)
{
    public string Text => Word.Text;

    public override string ToString() => Kind == TokenKind.End ? "the end of the line" : $"'{Text}'";
}

/// <summary>Cuts a line into names, numbers and symbols; a <c>#</c> begins a comment.</summary>
sealed class Lexer(string line, int number, Diagnostics diagnostics)
{
    readonly List<Token> _tokens = [];
    int _at;

    public static IReadOnlyList<Token> Tokens(string line, int number, Diagnostics diagnostics) =>
        new Lexer(line, number, diagnostics).Read();

    List<Token> Read()
    {
        while (SkipSpace())
        {
            var start = _at;
            var kind = char.IsAsciiDigit(line[start]) ? ReadNumber() : IsNameStart(line[start]) ? ReadName() : ReadPunctuation();
            _tokens.Add(new Token(kind, WordFrom(start)));
            if (kind == TokenKind.Number && !double.IsFinite(double.Parse(_tokens[^1].Text, CultureInfo.InvariantCulture)))
            {
                diagnostics.GiveUp(_tokens[^1].Word, $"{_tokens[^1].Text} is too large for a number");
            }
        }

        _tokens.Add(new Token(TokenKind.End, new Word("", number, _at + 1, 1)));
        return _tokens;
    }

    /// <summary>False at the end of the line.</summary>
    bool SkipSpace()
    {
        while (_at < line.Length && (line[_at] is ' ' or '\t'))
        {
            _at++;
        }

        return _at < line.Length && line[_at] != '#';
    }

    TokenKind ReadNumber()
    {
        SkipDigits();
        if (At(0) == '.' && char.IsAsciiDigit(At(1)))
        {
            _at++;
            SkipDigits();
        }

        if (At(0) is 'e' or 'E' && (char.IsAsciiDigit(At(1)) || (At(1) is '+' or '-' && char.IsAsciiDigit(At(2)))))
        {
            _at += 2;
            SkipDigits();
        }

        return TokenKind.Number;
    }

    /// <summary>A stem, then <c>~</c> and <c>'</c>, then <c>.grad</c>; or the operator <c>max=</c>.</summary>
    TokenKind ReadName()
    {
        const string Gradient = ".grad";
        var start = _at;
        Skip(c => IsNameStart(c) || char.IsAsciiDigit(c));
        if (At(0) == '=' && line[start.._at] == "max")
        {
            _at++;
            return TokenKind.Punctuation;
        }

        Skip(c => c is '~' or '\'');
        if (line.AsSpan(_at).StartsWith(Gradient) && !IsNameStart(At(Gradient.Length)))
        {
            _at += Gradient.Length;
        }

        return TokenKind.Name;
    }

    TokenKind ReadPunctuation()
    {
        const string Symbols = "[](),:+-*/^=";
        var symbol = line[_at];
        if (!Symbols.Contains(symbol, StringComparison.Ordinal))
        {
            var width = char.IsSurrogatePair(line, _at) ? 2 : 1;
            var shown = char.IsControl(symbol) || char.IsSurrogate(symbol) ? $"character U+{(int)symbol:X4}" : $"'{symbol}'";
            diagnostics.GiveUp(
                new Word(line.Substring(_at, width), number, _at + 1, width),
                $"{shown} is not part of the notation",
                symbol == '.' ? "start a decimal number with a digit: 0.5"
                : symbol == '?' ? "this is the blank of an exercise: fill it in"
                : "names are made of ASCII letters, digits and _, and may end in ~ or '");
        }

        _at += symbol is '+' or '-' && At(1) == '=' ? 2 : 1;
        return TokenKind.Punctuation;
    }

    Word WordFrom(int start) => new(line[start.._at], number, start + 1, _at - start);

    char At(int ahead) => _at + ahead < line.Length ? line[_at + ahead] : '\0';

    void SkipDigits() => Skip(char.IsAsciiDigit);

    void Skip(Func<char, bool> belongs)
    {
        while (_at < line.Length && belongs(line[_at]))
        {
            _at++;
        }
    }

    static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}

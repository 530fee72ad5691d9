namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Letters that have one size, and that size where it is known: sets that are joined (union-find).</summary>
sealed class LetterClasses
{
    readonly Dictionary<string, string> _parent = [];
    readonly Dictionary<string, string> _size = [];

    /// <summary>One letter that stands for the class.</summary>
    public string Of(string letter)
    {
        while (_parent.TryGetValue(letter, out var parent))
        {
            letter = parent;
        }

        return letter;
    }

    public string? SizeOf(string letter) => _size.GetValueOrDefault(Of(letter));

    /// <summary>False if the class has another size.</summary>
    public bool TryGive(string letter, string size) => _size.TryAdd(Of(letter), size) || SizeOf(letter) == size;

    /// <summary>False if the two have different sizes.</summary>
    public bool TryJoin(string letter, string other)
    {
        var (a, b) = (Of(letter), Of(other));
        if (_size.TryGetValue(a, out var own) && _size.TryGetValue(b, out var others) && own != others)
        {
            return false;
        }

        if (a != b)
        {
            var (root, child) = _size.ContainsKey(a) ? (a, b) : (b, a);
            _parent[child] = root;
        }

        return true;
    }
}

namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// Entities that labels of steps mark, counted as conlleval (Tjong Kim Sang and Buchholz 2000) and the default mode of seqeval count them:
/// one is right where its type, its first and its last step are. A label is a letter and a type, as <c>B-PER</c>: B begins an entity, I is
/// inside, E ends it, S is one alone, O is none. An I or E after O, or after another type, begins one, too.
/// </summary>
sealed class EntityCounts
{
    readonly SortedDictionary<string, BinaryCounts> _byType = new(StringComparer.Ordinal);
    EntityReader _targets = new(), _predictions = new();
    BinaryCounts _ofSequence;
    int _step;

    /// <summary>Whether labels mark entities: all are O or begin with one of B, I, E and S, a hyphen and a type, which all may
    /// lack.</summary>
    public static bool Fit(IReadOnlyList<string> classes) =>
        classes.Any(c => c.StartsWith('B') || c.StartsWith('I'))
        && (classes.All(c => c is "O" || (c.Length > 2 && c[0] is 'B' or 'I' or 'E' or 'S' && c[1] == '-'))
            || (classes.Contains("O") && classes.All(c => c is "O" or "B" or "I" or "E" or "S")));

    /// <summary>Adds the next step of a sequence.</summary>
    public void Add(string target, string prediction)
    {
        Count(_targets.Read(target, _step), _predictions.Read(prediction, _step));
        _step++;
    }

    /// <summary>Ends the sequence, and with it its last entity.</summary>
    /// <returns>Of all types.</returns>
    public BinaryCounts EndSequence()
    {
        Count(_targets.Read("O", _step), _predictions.Read("O", _step));
        var all = _ofSequence;
        (_targets, _predictions, _ofSequence, _step) = (new(), new(), default, 0);
        return all;
    }

    /// <summary>Precision, recall and F1 of each type that is a target or predicted, in ordinal order.</summary>
    public IReadOnlyList<ScoredGroup> Scores() =>
    [
        .. _byType.Select(t => new ScoredGroup(
            t.Key, (int)t.Value.Support, [new("precision", t.Value.Precision), new("recall", t.Value.Recall), new("f1", t.Value.F1)])),
    ];

    void Count(Entity? target, Entity? prediction)
    {
        if (target is not null && target == prediction)
        {
            AddOne(target.Value.Type, new(1, 0, 0, 0));
            return;
        }

        if (target is { } missed)
        {
            AddOne(missed.Type, new(0, 0, 1, 0));
        }

        if (prediction is { } found)
        {
            AddOne(found.Type, new(0, 1, 0, 0));
        }
    }

    void AddOne(string type, BinaryCounts counts)
    {
        _byType[type] = _byType.GetValueOrDefault(type) + counts;
        _ofSequence += counts;
    }
}

/// <summary>An entity that has just ended.</summary>
/// <param name="First">Its first step.</param>
readonly record struct Entity(string Type, int First);

/// <summary>Finds entities in labels, step by step.</summary>
sealed class EntityReader
{
    char _tag = 'O';
    string _type = "";
    int _first;

    /// <summary>The entity that ended at the step before; null: none did.</summary>
    public Entity? Read(string label, int step)
    {
        var (tag, type) = (label.Length == 0 ? 'O' : label[0], TypeOf(label));
        var changes = type != _type;
        var ends = _tag is 'E' or 'S' || (_tag is 'B' or 'I' && tag is 'B' or 'S' or 'O') || (_tag is not ('O' or '.') && changes);
        var begins = tag is 'B' or 'S' || (_tag is 'E' or 'S' or 'O' && tag is 'E' or 'I')
            || (tag is not ('O' or '.') && changes);
        Entity? ended = ends ? new(_type, _first) : null;
        _first = begins ? step : _first;
        (_tag, _type) = (tag, type);
        return ended;
    }

    // What follows the first hyphen behind the letter.
    static string TypeOf(string label)
    {
        var rest = label.Length == 0 ? "" : label[1..];
        var type = rest[(rest.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return type.Length == 0 ? "_" : type;
    }
}

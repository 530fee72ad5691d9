using System.Text;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Checks;

/// <summary>
/// What findings need to know of a set, gathered in one pass over its rows. It does not keep values: its size depends on the number of
/// columns, sequences and classes, and not on the number of rows.
/// </summary>
/// <param name="set">The names of its columns and the options that it was read with.</param>
/// <param name="isSeries">Whether only columns and times matter, and not lengths, labels and equal sequences: a series of which windows
/// are cut.</param>
/// <param name="mostClasses">The most classes for which an input with as many values can be found to determine the class.</param>
sealed class SetTally(SetColumns set, bool isSeries, int mostClasses = SetTally.MostClasses)
{
    public const int MostClasses = 500;

    /// <summary>The most texts that are taken out of a sequence at once.</summary>
    const int MostTexts = 1 << 12;

    readonly ColumnTally[] _inputs = [.. set.Inputs.Select(name => new ColumnTally(name, set.Inputs.Count))];
    readonly ValueTally?[] _targets =
        [.. set.Targets.Select(name => set.Inputs.Contains(name) ? null : new ValueTally(name, set.Targets.Count))];
    int _length;
    string? _label;

    /// <summary>What the set is called in messages.</summary>
    public string Name => set.Name;

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ColumnTally> Inputs => _inputs;

    /// <summary>The inputs, and the targets that are no inputs.</summary>
    public IEnumerable<ValueTally> Numbers => [.. _inputs.Select(c => c.Values), .. _targets.OfType<ValueTally>()];

    /// <summary>The length of each sequence.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the cells that order the rows are known.</summary>
    public bool HasSteps { get; private set; }

    public TimeTally Times { get; } = new(set.Options);

    public LabelTally Labels { get; } = new(set.Inputs.Count, mostClasses);

    public DuplicateTally Sequences { get; } = new();

    /// <summary>All of a set.</summary>
    public static SetTally Of(NamedSequences set, bool isSeries)
    {
        var classes = isSeries ? 0 : LabelTally.ClassesIn(set.Sequences);
        var tally = new SetTally(set, isSeries, classes);
        foreach (var sequence in set.Sequences)
        {
            tally.Add(sequence);
        }

        return tally;
    }

    /// <summary>Adds a whole sequence.</summary>
    public void Add(Sequence sequence)
    {
        Begin(sequence.Id, sequence.Series, sequence.Label);
        AddRows(sequence);
        foreach (var block in (sequence.StepTargets ?? sequence.Target ?? []).Blocks(Math.Max(1, set.Targets.Count)))
        {
            AddTargets(block.Span);
        }

        for (var n = 0; n < sequence.Texts?.Length; n += MostTexts)
        {
            AddTexts(sequence.Texts.ToArray(n, Math.Min(MostTexts, sequence.Texts.Length - n)));
        }

        for (var t = 0; t < sequence.Steps?.Count; t++)
        {
            AddStep(sequence.Steps is PackedTexts packed ? packed.Bytes(t) : Encoding.UTF8.GetBytes(sequence.Steps[t]));
        }

        if (!isSeries)
        {
            foreach (var block in (sequence.Symbols ?? []).Blocks())
            {
                Sequences.AddSymbols(block.Span);
            }
        }

        End();
    }

    void AddRows(Sequence sequence)
    {
        var (K, t) = (_inputs.Length, 0);
        for (; K == 0 && t < sequence.Length; t += MostTexts)
        {
            var count = Math.Min(MostTexts, sequence.Length - t);
            AddRows(count, [], sequence.StepLabels?.ToArray(t, count));
        }

        foreach (var block in K == 0 ? [] : sequence.Inputs.Blocks(K))
        {
            var count = block.Length / K;
            AddRows(count, block.Span, sequence.StepLabels?.ToArray(t, count));
            t += count;
        }
    }

    /// <summary>A sequence begins. Its rows follow, in blocks of any size.</summary>
    /// <param name="series">The series that it is a window of, if it is one.</param>
    /// <param name="label">Its label; null if it has none, or one for each row.</param>
    public void Begin(string id, string? series, string? label)
    {
        (_length, _label) = (0, label);
        foreach (var input in _inputs)
        {
            input.Begin(isWindow: series is not null);
        }

        if (!isSeries)
        {
            Sequences.Begin(id);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="x">x[t,k], row-major.</param>
    /// <param name="labels">The label of each row, if rows have labels.</param>
    public void AddRows(int count, ReadOnlySpan<double> x, ReadOnlySpan<string> labels)
    {
        var inputs = _inputs;
        for (var n = 0; n + inputs.Length <= x.Length && inputs.Length > 0; n += inputs.Length)
        {
            var row = x.Slice(n, inputs.Length);
            for (var k = 0; k < row.Length; k++)
            {
                inputs[k].Add(row[k]);
            }
        }

        (_length, Rows) = (_length + count, Rows + count);
        if (isSeries)
        {
            return;
        }

        Sequences.AddInputs(x);
        Sequences.AddLabels(labels);
        if (!labels.IsEmpty)
        {
            Labels.AddRows(x, labels);
        }
        else if (_label is not null)
        {
            Labels.AddRows(x, _label);
        }
    }

    /// <summary>Adds targets y[t,c] of rows, or of the whole sequence.</summary>
    public void AddTargets(ReadOnlySpan<double> y)
    {
        for (var n = 0; n < y.Length && _targets.Length > 0; n++)
        {
            _targets[n % _targets.Length]?.Add(y[n]);
        }

        if (!isSeries)
        {
            Sequences.AddTargets(y);
        }
    }

    /// <summary>Adds the cells of text columns.</summary>
    public void AddTexts(ReadOnlySpan<string> texts)
    {
        if (!isSeries)
        {
            Sequences.AddTexts(texts);
        }
    }

    /// <summary>Adds the cell that orders the next row, in UTF-8.</summary>
    public void AddStep(ReadOnlySpan<byte> step)
    {
        HasSteps = true;
        Times.Add(step);
    }

    /// <summary>The sequence ends.</summary>
    public void End()
    {
        Lengths.Add(_length);
        Times.End();
        foreach (var input in _inputs)
        {
            input.End();
        }

        if (!isSeries)
        {
            Sequences.End(_label);
            if (_label is not null)
            {
                Labels.Count(_label);
            }
        }
    }
}

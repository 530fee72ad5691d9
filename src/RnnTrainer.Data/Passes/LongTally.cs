using System.Runtime.InteropServices;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>
/// One pass over the rows of a long CSV that keeps none of them. It gives up where a row has to be seen again: rows that are not in order,
/// sequences that continue after others, and labels that differ in a sequence.
/// </summary>
/// <param name="columns">The roles of the columns.</param>
/// <param name="tally">Takes the sequences.</param>
/// <param name="sample">What the columns are taken for.</param>
/// <param name="end">The number of bytes of the sample.</param>
/// <param name="format">How the file writes numbers.</param>
sealed class LongTally(LongColumns columns, SetTally tally, IReadOnlyList<ColumnFacts> sample, long end, CellFormat format) : IRowPass
{
    readonly List<SketchLook> _looks = [];
    readonly HashSet<UInt128> _ids = [];
    readonly StepDistances _distances = new();
    readonly double[] _targets = new double[columns.Targets.Length]; // of the sequence, if it has them
    readonly MissingMarkers _markers = new(columns.Options);
    readonly HashSet<int> _order = [.. columns.Keys, .. columns.Steps];
    string? _id;
    int _label; // of the sequence, if it has one
    StepRun _steps; // of the sequence

    public WordCodes Words { get; } = new();

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    public IRowLook Look()
    {
        lock (_looks)
        {
            _looks.Add(new SketchLook([.. sample.Where(IsSketched)], Sketch));
            return _looks[^1];
        }
    }

    public bool TryAdd(RowBlock rows, long line)
    {
        foreach (var run in rows.Runs)
        {
            if ((run.Id != _id && !TryBegin(run.Id, rows, run.From)) || !TryAdd(rows, run))
            {
                return false;
            }
        }

        Rows += rows.Count;
        return true;
    }

    /// <summary>Ends the last sequence. False if the rows have to be read by the reader of all files.</summary>
    public bool TryEnd()
    {
        End();
        var reportsGaps = !_distances.AreOnes && _distances.CountByOnes && columns.StepsAreCounted;
        return Rows > 0 && !reportsGaps && !LabelSpelling.AreSeveral(tally.Labels.Counts.Keys, columns.Options.Classes)
            && !(columns.Options.Missing == MissingPolicy.Error && columns.Texts.Any(i => Whole(i).Missing > 0));
    }

    /// <summary>What a user should know.</summary>
    /// <param name="reinterpreted">The first number of each column that was read without its unit or groups.</param>
    public LongNotes Notes(IReadOnlyDictionary<int, string> reinterpreted) =>
        new(0, _distances.AreUneven ? _distances.Range : null, reinterpreted);

    /// <summary>All of a column.</summary>
    public WholeColumn Whole(int column)
    {
        var (facts, k) = (sample[column], Array.IndexOf(columns.Inputs, column));
        if (IsSketched(facts))
        {
            return CellSketch.Of([.. _looks.Select(l => l.Of(facts))], facts);
        }

        var all = tally.Inputs[k].Statistics;
        return new WholeColumn(all.Filled, all.Missing, 0, all.Min, all.Max, facts.Distinct);
    }

    /// <summary>The first place of a value that the sample should have; null: it has all that matter.</summary>
    public SamplePlace? Odd => _looks.SelectMany(l => l.Sketches.Select(s => s.Odd))
        .Concat(sample.Where(IsSparseInSampleOnly).SelectMany(c => _looks.Select(l => l.Of(c).Late)))
        .OfType<SamplePlace>().OrderBy(p => p.Offset).ThenBy(p => p.Row).Cast<SamplePlace?>().FirstOrDefault();

    bool IsSparseInSampleOnly(ColumnFacts column) =>
        column.IsSparse && IsSketched(column) && Whole(column.Index) is var all && !ColumnFacts.AreFew(all.Filled, all.Missing);

    CellSketch Sketch(ColumnFacts column) => new(column, format, _markers, end, hasAll: !_order.Contains(column.Index));

    /// <summary>Whether the cells of a column are looked at: its values are no inputs, or the sample has few.</summary>
    bool IsSketched(ColumnFacts column) => column.Distinct <= CellSketch.Few || Array.IndexOf(columns.Inputs, column.Index) < 0;

    bool TryBegin(string id, RowBlock rows, int row)
    {
        End();
        (_id, _steps) = (id, default);
        if (!_ids.Add(RowHash.Of(id)))
        {
            return false;
        }

        var hasLabel = columns.HasSequenceTargets && columns.TargetKind == TargetKind.Label;
        _label = hasLabel ? rows.Labels[row] : 0;
        if (_label < 0)
        {
            return false;
        }

        tally.Begin(id, null, hasLabel ? Words[_label] : null);
        if (columns.HasSequenceTargets && columns.HasNumberTargets)
        {
            Targets(rows, row, row + 1).CopyTo(_targets);
            tally.AddTargets(_targets);
        }

        return true;
    }

    bool TryAdd(RowBlock rows, RowRun run)
    {
        var (from, to) = (run.From, run.To);
        if (!AreInOrder(rows, run) || !HaveOneTarget(rows, from, to))
        {
            return false;
        }

        var isLabelled = !columns.HasSequenceTargets && columns.TargetKind == TargetKind.Label;
        tally.AddRows(
            to - from, CollectionsMarshal.AsSpan(rows.Inputs)[(from * columns.Width)..(to * columns.Width)],
            isLabelled ? Named(CollectionsMarshal.AsSpan(rows.Labels)[from..to]) : []);
        if (!columns.HasSequenceTargets && columns.HasNumberTargets && rows.Targets.Count > 0)
        {
            tally.AddTargets(Targets(rows, from, to));
        }

        if (columns.Texts.Length > 0)
        {
            var texts = CollectionsMarshal.AsSpan(rows.Texts)[(from * columns.Texts.Length)..(to * columns.Texts.Length)];
            tally.AddTexts(Named(texts));
        }

        for (var t = from; t < to && rows.StepCellEnds.Count > 0; t++)
        {
            tally.AddStep(rows.StepCells[(t == 0 ? 0 : rows.StepCellEnds[t - 1])..rows.StepCellEnds[t]]);
        }

        return true;
    }

    string[] Named(ReadOnlySpan<int> codes)
    {
        var names = new string[codes.Length];
        for (var n = 0; n < names.Length; n++)
        {
            names[n] = Words[codes[n]];
        }

        return names;
    }

    /// <summary>Whether each step is above the one before. Counts the distances of numbered ones.</summary>
    bool AreInOrder(RowBlock rows, RowRun run)
    {
        if (columns.Steps.Length == 0)
        {
            return columns.Options.Order == RowOrder.Rising;
        }

        var order = columns.Options.Order;
        var (before, isFirst) = (_steps.Last, _steps.Count == 0);
        _steps = _steps.With(run.Steps, order);
        if (!columns.IsSeries && _steps.First.Kind is StepKind.Whole or StepKind.Number)
        {
            var last = isFirst ? double.NaN : StepRun.Rank(before, order);
            for (var t = run.From; t < run.To; t++)
            {
                var rank = StepRun.Rank(new StepValue(rows.StepKinds[t], rows.StepKeys[t]), order);
                _distances.Add(rank - last);
                last = rank;
            }
        }

        return _steps.IsValid && _steps.Rises;
    }

    /// <summary>Whether the rows have the label or targets of their sequence, where it has one.</summary>
    bool HaveOneTarget(RowBlock rows, int from, int to)
    {
        if (!columns.HasSequenceTargets || columns.Targets.Length == 0)
        {
            return true;
        }

        if (columns.TargetKind == TargetKind.Label)
        {
            return !CollectionsMarshal.AsSpan(rows.Labels)[from..to].ContainsAnyExcept(_label);
        }

        for (var t = from; t < to; t++)
        {
            if (!Targets(rows, t, t + 1).SequenceEqual(_targets))
            {
                return false;
            }
        }

        return !Array.Exists(_targets, double.IsNaN);
    }

    Span<double> Targets(RowBlock rows, int from, int to) =>
        CollectionsMarshal.AsSpan(rows.Targets)[(from * _targets.Length)..(to * _targets.Length)];

    void End()
    {
        if (_id is not null)
        {
            tally.End();
        }
    }

    /// <summary>Looks at the cells of some columns.</summary>
    sealed class SketchLook(ColumnFacts[] looked, Func<ColumnFacts, CellSketch> sketch) : IRowLook
    {
        readonly CellSketch[] _sketches = [.. looked.Select(sketch)];
        SamplePlace _place;

        public IReadOnlyList<CellSketch> Sketches => _sketches;

        public CellSketch Of(ColumnFacts column) => _sketches[Array.IndexOf(looked, column)];

        public void Begin(TextBlock block) => _place = new SamplePlace(block.Before, block.Offset, 0);

        public void Add(CsvCells row)
        {
            for (var n = 0; n < looked.Length; n++)
            {
                _sketches[n].Add(row[looked[n].Index], _place);
            }

            _place = _place with { Row = _place.Row + 1 };
        }
    }
}

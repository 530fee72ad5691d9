using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Where the rows of one sequence are among those of the file: nearly always in one range.</summary>
sealed class RowPlaces
{
    /// <summary>Fewer numbers are copied into an array of their own, so that all of the file's are not kept for them.</summary>
    const int FewNumbers = 1 << 20;

    long _from;
    List<(long From, int Count)>? _ranges; // all but the last, if there are several
    int _last; // rows of the last range
    int[]? _order;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Adds rows that follow each other, behind those before.</summary>
    public void Add(long from, int count)
    {
        if (Count > 0 && _from + _last != from)
        {
            (_ranges ??= []).Add((_from, _last));
            _last = 0;
        }

        _from = _last == 0 ? from : _from;
        _last += count;
        Count = checked(Count + count);
    }

    /// <summary>Puts the rows into another order: row t is the one that is now row order[t].</summary>
    public void Reorder(int[] order) => _order = order;

    /// <summary>The places of the rows.</summary>
    public long[] ToArray()
    {
        var places = new long[Count];
        var n = 0;
        foreach (var (from, count) in (_ranges ?? []).Append((_from, _last)))
        {
            for (var t = 0; t < count; t++)
            {
                places[n++] = from + t;
            }
        }

        return _order is null ? places : Array.ConvertAll(_order, t => places[t]);
    }

    /// <summary>The items of these rows.</summary>
    /// <param name="width">The number of items in a row.</param>
    public T[] Of<T>(StoredList<T> all, int width)
        where T : unmanaged
    {
        if (_ranges is null && _order is null)
        {
            return all.ToArray(_from * width, Count * width);
        }

        var items = new T[Count * width];
        var places = ToArray();
        for (var t = 0; t < places.Length; t++)
        {
            all.CopyTo(places[t] * width, items.AsSpan(t * width, width));
        }

        return items;
    }

    /// <summary>The numbers of these rows: of a small file an array of their own, else a view.</summary>
    public Values Numbers(StoredList<double> all, int width)
    {
        var length = checked(Count * width);
        return all.Count <= FewNumbers ? Of(all, width)
            : _ranges is null && _order is null ? new Values(new ListStore(all), _from * width, length)
            : new Values(new RowsStore(all, ToArray(), width), 0, length);
    }

    /// <summary>The words of these rows: of a small file an array of their own, else a view.</summary>
    /// <param name="codes">The same numbers.</param>
    /// <param name="width">The words of a row.</param>
    public StepTexts Texts(StoredList<int> all, ListCodes codes, int width, WordCodes words)
    {
        var length = checked(Count * width);
        return all.Count <= FewNumbers ? Array.ConvertAll(Of(all, width), code => words[code])
            : new StepTexts(
                _ranges is null && _order is null ? new StepSymbols(codes, _from * width, length)
                : new StepSymbols(new RowsCodes(all, ToArray(), width), 0, length), words.TextOf);
    }

    /// <summary>The texts of these rows.</summary>
    public PackedTexts Of(PackedTextsBuilder all)
    {
        if (_ranges is null && _order is null)
        {
            return all.Texts(_from, Count);
        }

        var texts = new PackedTextsBuilder();
        foreach (var place in ToArray())
        {
            texts.Add(all.Texts(place, 1).Bytes(0));
        }

        return texts.ToTexts();
    }
}

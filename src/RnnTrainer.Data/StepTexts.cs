using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RnnTrainer.Data;

/// <summary>
/// Texts that follow each other, such as the labels or the words of a sequence's steps. It is a view: a slice shares them. In a large file
/// each different text is in memory once, and a step has its number.
/// </summary>
[CollectionBuilder(typeof(StepTexts), nameof(Of))]
public sealed class StepTexts : IReadOnlyList<string>
{
    readonly string[] _texts; // empty if they are numbers
    readonly int _from;
    readonly StepSymbols? _numbers;
    readonly Func<int, string> _textOf = _ => "";

    StepTexts(string[] texts, int from, int length) => (_texts, _from, Length) = (texts, from, length);

    /// <param name="numbers">The number of each text.</param>
    /// <param name="textOf">The text of a number.</param>
    internal StepTexts(StepSymbols numbers, Func<int, string> textOf) =>
        (_texts, _numbers, _textOf, Length) = ([], numbers, textOf, numbers.Length);

    /// <summary>How many texts there are.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public int Count => Length;

    /// <summary>One of the texts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text.</exception>
    public string this[int n]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Length);
            return _numbers is null ? _texts[_from + n] : _textOf(_numbers[n]);
        }
    }

    /// <summary>A view of an array, which is not copied.</summary>
    [return: NotNullIfNotNull(nameof(texts))]
    public static implicit operator StepTexts?(string[]? texts) => texts is null ? null : new(texts, 0, texts.Length);

    /// <summary>A copy of the texts given.</summary>
    public static StepTexts Of(ReadOnlySpan<string> texts) => new(texts.ToArray(), 0, texts.Length);

    /// <summary>A view of <paramref name="count"/> texts from text <paramref name="from"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such texts.</exception>
    public StepTexts Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - from);
        return _numbers is null ? new StepTexts(_texts, _from + from, count) : new StepTexts(_numbers.Slice(from, count), _textOf);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator()
    {
        if (_numbers is null)
        {
            for (var n = 0; n < Length; n++)
            {
                yield return _texts[_from + n];
            }

            yield break;
        }

        foreach (var number in _numbers)
        {
            yield return _textOf(number);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The texts from <paramref name="from"/> on as an array.</summary>
    internal string[] ToArray(int from, int count)
    {
        var texts = new string[count];
        for (var n = 0; n < count; n++)
        {
            texts[n] = this[from + n];
        }

        return texts;
    }

    /// <summary>Each text changed; equal texts become equal ones.</summary>
    internal StepTexts Changed(Func<string, string> change)
    {
        if (_numbers is null)
        {
            return Array.ConvertAll(ToArray(0, Length), text => change(text));
        }

        var textOf = _textOf;
        return new StepTexts(_numbers, n => change(textOf(n)));
    }

    /// <summary>One of several columns.</summary>
    /// <param name="width">The number of columns.</param>
    internal StepTexts Column(int column, int width)
    {
        if (width == 1)
        {
            return this;
        }

        if (_numbers is not null)
        {
            return new StepTexts(_numbers.Column(column, width), _textOf);
        }

        var texts = new string[Length / width];
        for (var t = 0; t < texts.Length; t++)
        {
            texts[t] = this[(t * width) + column];
        }

        return texts;
    }
}

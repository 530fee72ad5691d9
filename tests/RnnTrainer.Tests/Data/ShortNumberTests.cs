using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>The fast way to read a number gives the bits of the slow one.</summary>
public sealed class ShortNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("5.")]
    [InlineData(".5")]
    [InlineData("-.25")]
    [InlineData("0.1")]
    [InlineData("9007199254740992")]
    [InlineData("0.000000000000000001")]
    [InlineData("123456789.123456")]
    public void A_short_decimal_has_the_bits_of_the_general_way(string text) => AssertSame(text);

    [Fact]
    public void Any_decimal_has_the_bits_of_the_general_way() =>
        Gen.Select(Gen.Long[0, 1L << 54], Gen.Int[0, 18], Gen.Bool).Sample((digits, point, negative) =>
        {
            var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(point + 1, '0');
            AssertSame((negative ? "-" : "") + text[..^point] + "." + text[^point..]);
        });

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("+1")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("9007199254740993")]
    [InlineData("1234567890123456789")]
    public void Everything_else_is_left_to_the_general_way(string text) =>
        Assert.False(NumberText.TryReadShort(Encoding.UTF8.GetBytes(text), (byte)'.', out _));

    [Fact]
    public void Eight_digits_at_once_are_the_digits_one_by_one_for_every_short_text_of_the_usual_characters()
    {
        byte[] usual = [.. "0159.,-+e \""u8, 0, (byte)'0' - 1, (byte)'9' + 1, 0xFF];
        var texts = Enumerable.Range(0, 4).Aggregate<int, IEnumerable<byte[]>>(
            [[]], (shorter, _) => [.. shorter, .. shorter.SelectMany(text => usual, (text, next) => (byte[])[.. text, next])]);

        Assert.All(texts, AssertSameWithEverySign);
    }

    [Fact]
    public void Eight_digits_at_once_are_the_digits_one_by_one_for_any_text_of_at_most_eight_bytes()
    {
        var digit = Gen.Int['0', '9'].Select(c => (byte)c);
        var nearlyNumber = Gen.Frequency((12, digit), (2, Gen.Const((byte)'.')), (1, Gen.Const((byte)',')), (1, Gen.Byte));

        Gen.OneOf(nearlyNumber.Array[0, 8], digit.Array[0, 8], Gen.Byte.Array[0, 8]).Sample(AssertSameWithEverySign, iter: 100_000);
    }

    [Fact]
    public void Any_text_that_is_read_in_the_short_way_has_the_bits_of_the_general_way()
    {
        var character = Gen.Frequency((12, Gen.Char['0', '9']), (2, Gen.Const('.')), (1, Gen.Const('-')), (1, Gen.Char[' ', '~']));

        Gen.String[character, 0, 24].Sample(AssertSame, iter: 100_000);
    }

    static void AssertSameWithEverySign(byte[] text)
    {
        foreach (var sign in (byte[])[(byte)'.', (byte)',', NumberText.NoSign])
        {
            var (fast, plain) = (NumberText.TryReadEight(text, sign, out var x), NumberText.TryReadDigits(text, sign, out var y));
            Assert.True(
                fast == plain && BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
                $"{Convert.ToHexString(text)}: {fast} {x}, one by one {plain} {y}");
        }
    }

    static void AssertSame(string text)
    {
        if (NumberText.TryReadShort(Encoding.UTF8.GetBytes(text), (byte)'.', out var x))
        {
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(x));
        }
    }
}

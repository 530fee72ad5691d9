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

    static void AssertSame(string text)
    {
        if (NumberText.TryReadShort(Encoding.UTF8.GetBytes(text), (byte)'.', out var x))
        {
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(x));
        }
    }
}

using System.Text;
using CsCheck;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>Numbers of words: those that a thread asked for last are found by their bytes, the others in the list of all.</summary>
public sealed class WordCodesTests
{
    [Fact]
    public void The_words_asked_for_last_have_the_numbers_of_the_list_of_all() => Gen.Int[0, 20_000].Array[0, 3000].Sample(
        numbers =>
        {
            var all = new WordCodes();
            var recent = new RecentCodes(all);
            foreach (var number in numbers)
            {
                // of all lengths around that of a hashed word, equal at both ends
                var word = $"same{new string('x', number % 7)}{number}{new string('y', number % 11)}same";
                var utf8 = Encoding.UTF8.GetBytes(number % 5 == 0 ? $"{number}" : word);
                var code = recent.Of(utf8);
                if (code != all.Of(utf8) || all[code] != Encoding.UTF8.GetString(utf8))
                {
                    return false;
                }
            }

            return true;
        },
        iter: 50);
}

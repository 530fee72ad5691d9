using System.Security.Cryptography;
using System.Text;
using CsCheck;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Tests.Data;

/// <summary>The hash that needs no library, against the vectors of NIST (FIPS 180-4, its examples) and against .NET's own.</summary>
public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void It_gives_what_NIST_publishes(string message, string hash) =>
        Assert.Equal(hash, Sha256.Of(Encoding.ASCII.GetBytes(message)));

    [Fact]
    public void It_gives_what_NIST_publishes_for_a_million_times_a()
    {
        var message = new byte[1_000_000];
        message.AsSpan().Fill((byte)'a');

        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Sha256.Of(message));
    }

    [Fact]
    public void Every_length_around_the_ends_of_blocks_hashes_as_in_NET() => Assert.All(
        Enumerable.Range(0, 300).Select(length => Enumerable.Range(0, length).Select(n => (byte)(n * 151)).ToArray()),
        message => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(message)), Sha256.Of(message)));

    [Fact]
    public void Any_parts_of_a_message_hash_as_the_whole_does_in_NET() => Gen.Byte.Array[0, 200].Array[0, 12].Sample(parts =>
    {
        var hash = new Sha256();
        foreach (var part in parts)
        {
            hash.Append(part);
        }
        return hash.Finish().AsSpan().SequenceEqual(SHA256.HashData(parts.SelectMany(p => p).ToArray()));
    });

    [Fact]
    public void The_hash_of_OpenSSL_is_the_plain_one_for_any_parts_of_a_message()
    {
        // Without OpenSSL both are the plain one.
        Gen.Byte.Array[0, 300].Array[0, 12].Sample(parts =>
        {
            var (fast, plain) = (Sha256.Fast(), new Sha256());
            foreach (var part in parts)
            {
                fast.Append(part);
                plain.Append(part);
            }

            return fast.Finish().AsSpan().SequenceEqual(plain.Finish());
        });
    }
}

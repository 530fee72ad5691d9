using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Data;

/// <summary>Whatever is in a file, it is read or refused: no other exception leaves the door.</summary>
public sealed class AnyFileTests
{
    static readonly string[] Fragments =
    [
        ",", ",", ",", "\n", "\n", "\n", "\r\n", ";", "\t", "\"", ":", "(", ")", "#", "@", "@data\n", "@problemName p\n",
            "@classLabel true u\n", "seq", "step", "label", "path", "split",
        "t0", "t1", "t2", "x_0", "x_1", "x_2", "x", "1", "2", "0", "1.5", "-3", "1e5", "1e999", "2,5", "NaN", "NA", "?", "", "a", "b", "u",
        "v", "2024-01-01", "2024-13-01", "01/02/2024", "é", "🙂", "\0", "\uFEFF", " ",
    ];

    static readonly string[] Headers = [
        "", "seq,step,x,label\n", "seq,x,label\n", "t0,t1,t2,label\n", "date,x,y\n", "path,label\n", "@problemName p\n@data\n",
        "1\t2\t3\n", "@relation r\n@attribute t0 numeric\n@attribute t1 numeric\n@attribute c {u,v}\n@data\n",
        "@relation r\n@attribute n string\n@attribute s date\n@frequency daily\n@data\n"];

    static readonly Gen<string> Files = Gen.Select(One(Headers), One(Fragments).Array[0, 60])
        .Select((header, body) => header + string.Concat(body));

    static readonly Gen<DataOptions> Options = Gen.Select(
        Gen.Enum<Layout>(), Gen.Enum<TargetKind>(), Gen.Enum<TargetLevel>(), Gen.Enum<MissingPolicy>(), One("label", "x", "y", ""),
        Gen.Int[0, 7])
        .Select((layout, kind, level, missing, target, more) => new DataOptions
        {
            Layout = layout,
            TargetKind = kind,
            TargetLevel = level,
            Missing = missing,
            HasHeader = more != 5,
            Encoding = more == 6 ? "windows-1252" : "utf-8",
            Target = target.Length == 0 ? [] : [target],
            Tokens = more == 1 ? ["x"] : null,
            Categories = more == 2 ? ["x"] : [],
            Dates = more == 3 ? ["date"] : [],
            Calendar = more == 3 ? CalendarFeatures.Hour : CalendarFeatures.None,
            KeepSteps = more == 4,
        });

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.Select(Files, Options, One("a.csv", "a.txt", "a.tsv", "a.ts", "a.arff", "a.tsf")).Sample(
            (text, options, file) =>
                ReadOrRefused(() => Encode(DataFile.Parse(Encoding.UTF8.GetBytes(text), file, options), options)), iter: 20_000);

    [Fact]
    public void Any_text_is_summarised_or_refused_and_what_the_summary_proposes_is_read_or_explained() =>
        Gen.Select(Files, One("a.csv", "a.txt", "a.tsv", "a.ts", "a.arff", "a.tsf")).Sample(
            (text, file) => ReadOrRefused(() =>
            {
                var summary = Summarizer.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions());
                Assert.Equal(summary.ProblemCount > 0, summary.Problems.Count > 0);
            }),
            iter: 10_000);

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Select(Gen.Byte.Array[0, 40], Options).Sample((bytes, options) =>
        {
            ReadOrRefused(() => DataFile.Parse(bytes, "a.csv", options));
            ReadOrRefused(() => DataFile.Parse([0x1F, 0x8B, 8, .. bytes], "a.csv", options));
        });

    static Gen<T> One<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(n => of[n]);

    static void Encode(SequenceSet set, DataOptions options)
    {
        var encoding = EncodingFit.Of(set, set.Sequences, options);
        Assert.All(InputEncoder.Apply(encoding, set).Set.Sequences, s => Assert.DoesNotContain(s.Inputs, double.IsNaN));
    }

    static void ReadOrRefused(Action read)
    {
        try
        {
            read();
        }
        catch (DataException e)
        {
            Assert.NotEmpty(e.Errors);
        }
    }
}

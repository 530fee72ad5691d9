using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Tests.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Hostile;

/// <summary>The doors for files, each with originals of its format.</summary>
/// <param name="folder">Where files are put that are read by their path; on a disk in memory a million of them is no wear.</param>
sealed class HostileReaders(string folder)
{
    static readonly string[] Anything =
    [
        "", "\0", "\n", "\r", "\r\n", "\t", " ", "\"", "'", ",", ";", ":", "[", "]", "{", "}", "(", ")", "#", "&a ", "*a", "!!", "---\n",
            "|", ">", "%", "\\", "\\ud800", "é", "🙂", "\uFEFF", "\u2028",
        "0", "-1", "1e999", "-1e999", "1e-999", "99999999999999999999999999", "9223372036854775807", "18446744073709551615", "2147483648",
        "NaN", "Infinity", "null", "true", "../../x", "/etc/passwd",
    ];

    static readonly byte[][] Bytes = [
        [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0, 0, 0, 0, 0, 0, 0, 0x80], [0x1F, 0x8B, 8, 0], [0xFF, 0xFE]];

    /// <summary>All of them.</summary>
    public IReadOnlyList<HostileReader> All =>
    [
        Data(
            "csv", "a.csv", new DataOptions { Target = ["label"], TargetKind = TargetKind.Label }, Csv,
            ["seq,step,x,label\n", "2024-01-01", "\na,1,2,u", "1;2", "t0,t1"]),
        Data(
            "csv, regression", "a.csv",
            new DataOptions { Layout = Layout.Long, Sequence = ["seq"], Target = ["y"], TargetKind = TargetKind.Number,
            Missing = MissingPolicy.Mean }, ["seq,step,x,y\na,0,1.5,2\na,1,NA,2\nb,0,0,3\n"], ["\na,1,2,u", "NA", "?"]),
        Data(
            "csv, wide", "a.csv", new DataOptions { Layout = Layout.Wide, Target = ["label"], TargetKind = TargetKind.Label },
            ["id,x_0,x_1,x_2,label\na,1,2,3,u\nb,4,5,6,v\n"], ["x_3", ",,,"]),
        Data(
            "csv, wide forecast", "a.csv",
            new DataOptions { Layout = Layout.Wide, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step, KeepSteps = true },
            ["id,1/12/20,1/13/20,1/14/20\na,1,2,3\nb,,5,\n", "m,00:30,01:00\na,1,2\n", "202012,202101\n1,2\n"],
            ["2021-02-30", "Jan", "24:00", "X1.22.20", "9999-12-31", ",,,"]),
        Data(
            "csv, list", "a.csv", new DataOptions { Layout = Layout.List, Target = ["label"], TargetKind = TargetKind.Label },
            ["id,a,b,label\ns,1 2 3,[4;5;6],u\nt,\"[1, 2]\",3|4,v\n"], ["[", "]", "[[1]]", "...", "array([", ";;"]),
        Data(
            "csv, series", "a.csv",
            new DataOptions { Layout = Layout.Series, TargetKind = TargetKind.None, Dates = ["t"], Calendar = CalendarFeatures.Hour },
            ["t,x,y\n2024-01-01T00:00:00Z,1,2\n2024-01-01T01:00:00Z,3,4\n"], ["2024-02-30", "9999-12-31T23:59:60Z", "0001-01-01"]),
        Data(
            "ts", "a.ts", new DataOptions { Missing = MissingPolicy.Mean, Target = ["label"], TargetKind = TargetKind.Label },
            ["# c\n@problemName p\n@timeStamps false\n@missing true\n@univariate false\n@dimensions 2\n@equalLength false\n@classLabel " +
                "true u v\n@data\n1,2,3:4,5,6:u\n7,?,9:1,2,3:v\n"], ["@data\n", "@dimensions 9999999\n", ":", "@seriesLength 3\n", "?"]),
        Data(
            "conll", "a.conllu",
            new DataOptions { Tokens = ["form"], Target = ["upos"], TargetKind = TargetKind.Label, TargetLevel = TargetLevel.Step },
            ["# sent_id = a\n1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_\n1\tin\tin\tADP\t_\t_\t0\troot\t_\t_\n\n-DOCSTART-\n\n"
                + "1\tda\tda\tADV\t_\t_\t0\troot\t_\t_\n"], ["\n\n", "\t", "# sent_id = ", "-DOCSTART-", "1.1\t", "_\t_\t"]),
        Data(
            "conll, spaces", "a.txt",
            new DataOptions { Layout = Layout.Conll, Tokens = ["word"], Target = ["tag"], TargetLevel = TargetLevel.Step },
            ["a X\nb Y\n\nc X\n"], ["\n\n", " ", "# ", "-DOCSTART- O\n", "\t"]),
        Data(
            "arff", "a.arff", new DataOptions { Missing = MissingPolicy.Mean, TargetKind = TargetKind.Label },
            ["% c\n@relation r\n@attribute att1 numeric\n@attribute att2 real\n@attribute att3 real\n@attribute class {u,'v " +
                "w'}\n@data\n1,?,2,u\n{0 3,3 'v w'}\n",
                "@relation r\n@attribute a relational\n@attribute t1 numeric\n@end a\n@attribute class {u,v}\n@data\n'1,2\\n3,4',u\n"],
            ["@data\n", "{0 1, 99999999999 2}", "{", "}", "'", "\\n", "@attribute x relational\n", "@end\n", "?"]),
        Data(
            "arff, table", "a.arff", new DataOptions { TargetKind = TargetKind.None },
            ["@relation r\n@attribute x numeric\n@attribute d date 'yyyy-MM-dd'\n@attribute class {u,'v, w'}\n@data\n% " +
                "c\n1,2024-01-01,'v, w'\n"],
            ["@data\n", "{0 1}", "'", "\"", "\\'", "@attribute", "?"]),
        Data(
            "tsf", "a.tsf",
            new DataOptions
            {
                Missing = MissingPolicy.ForwardFill, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step, KeepSteps = true,
            },
            ["# c\n@relation r\n@attribute series_name string\n@attribute start_timestamp date\n@frequency monthly\n@horizon " +
                "3\n@missing true\n" +
                "@equallength false\n@data\nT1:1990-01-01 00-00-00:1,2,?\nT2:1991-01-01 00-00-00:4,5\n"],
            ["@data\n", "@frequency 2147483647_minutes\n", "@frequency 1_years\n", "@horizon -1\n", ":", "9999-12-31 23-59-59", "?"]),
        Data("gzip", "a.csv.gz", new DataOptions { Target = ["label"], TargetKind = TargetKind.Label }, [], [], [Packed(Csv[0])]),
        Parquet("parquet", "x", "step", [ParquetSample.OfCsv("step,x\n0,1.5\n1,\n2,3\n")]),
        Parquet("parquet of Arrow", "f", "i64", [File.ReadAllBytes(ParquetSample.Path("arrow.parquet"))]),
        Parquet("parquet of DuckDB", "f", "i32", [File.ReadAllBytes(ParquetSample.Path("duckdb.parquet"))]),
        Of("yaml", [.. Directory.GetFiles(RepositoryFolder.File("configs"), "*.yaml").Order().Take(6).Select(File.ReadAllBytes)],
        ["training:\n", "  - ", "? ", "epochs: ", "data: {", "[[[[[[[[", "\n  a:", "<<: "], ".yaml", path => ConfigFile.Read(path), e =>
            e is ConfigException or CellException),
        Of("cell", [.. Cell().Select(Encoding.UTF8.GetBytes)],
        ["for b,j: ", "+= ", "max= ", "exp(", "((((((((", "----", "1/B", "^16", "size r = 3\n", "param Z[r]\n", ".grad", "backward\n"],
        null, _ => { }, e => e is CellException, text => TextCell.Parse(text, "a.cell")),
        Of("safetensors", [Tensors()],
        ["\"x\":", "\"shape\":[4611686018427387905,4]", "\"data_offsets\":[0,8]", "\"dtype\":\"F64\"", "\"__metadata__\":{}", "[[[[[[[["],
        ".safetensors", path => SafeTensorsReader.Read(path), e => e is CheckpointException),
        Of("checkpoint", [Checkpoint(sealedUp: true), Checkpoint(sealedUp: false)],
        ["\\\"epoch\\\":", "rnn.checkpoint/1", "\"format\":", "\\\"hidden\\\":-1"], ".checkpoint", path =>
            RnnTrainer.Training.Checkpoints.Checkpoint.Read(path), e => e is CheckpointException),
        Of("metrics.jsonl",
        [Encoding.UTF8.GetBytes("{\"epoch\":1,\"step\":8,\"train/loss\":0.5}\n{\"epoch\":2,\"step\":16,\"train/loss\":0.25}\n")],
        ["\"epoch\":", "{\"a\":", "[[[[[[[["], ".jsonl", path => Metrics(path), _ => false),
    ];

    static readonly string[] Csv =
    [
        "seq,step,x,y,label\na,0,1.5,2,u\na,1,-3,1e5,u\nb,0,0,2,v\nb,1,1,3,v\nb,2,4,5,v\n",
        "seq;step;x;label\r\n\"a\";0;1.5;u\r\na;1;2;u\r\nb;0;3;v\r\n",
    ];

    static HostileReader Parquet(string name, string input, string step, byte[][] originals) => Data(
        name, "a.parquet",
        new DataOptions
        {
            Layout = Layout.Series,
            Inputs = [input],
            Step = [step],
            Missing = MissingPolicy.Mean,
            TargetKind = TargetKind.None,
        },
        [], ["PAR1", "\u0015\0", "\u0019\u001C"], originals);

    static HostileReader Data(
        string name, string file, DataOptions options, string[] texts, string[] fragments, byte[][]? originals = null) => new(
        name,
        originals ?? [.. texts.Select(Encoding.UTF8.GetBytes)],
        Fragments(fragments),
        bytes => IsRead(() => DataFile.Parse(bytes, file, options with { MemoryLimit = 200_000_000 }), e => e is DataException));

    HostileReader Of(
        string name, byte[][] originals, string[] fragments, string? extension, Action<string> read, Func<Exception, bool> isDocumented,
        Action<string>? parse = null) => new(
        name,
        originals,
        Fragments(fragments),
        bytes => parse is not null
            ? IsRead(() => parse(Encoding.UTF8.GetString(bytes)), isDocumented)
            : IsRead(() => read(Written(bytes, extension!)), isDocumented));

    // One file per thread: tries run side by side.
    string Written(byte[] bytes, string extension)
    {
        var path = Path.Combine(folder, $"{Environment.CurrentManagedThreadId}{extension}");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    static bool IsRead(Action read, Func<Exception, bool> isDocumented)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (isDocumented(e))
        {
            return false;
        }
    }

    static byte[][] Fragments(string[] own) => [.. own.Concat(own).Concat(Anything).Select(Encoding.UTF8.GetBytes), .. Bytes];

    static byte[] Packed(string text)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return to.ToArray();
    }

    static IEnumerable<string> Cell() =>
        CellLibrary.All.Take(4).Select(c => string.Join('\n', CellStep.Trace(c, Precision.Float64, new CellSizes()).ForwardText));

    static void Metrics(string path)
    {
        MetricsLog.Read(path);
        MetricsLog.CutAfter(path, 1, new NoFlush());
    }

    static byte[] Tensors() => Written(new SafeTensors(
        new Dictionary<string, string> { ["a"] = "b" },
        [new("x", [2, 2], new double[] { 1, 2, 3, 4 }), new("y", [3], new float[] { 1, 2, 3 }), new("n", [1], new long[] { 7 })]));

    static byte[] Checkpoint(bool sealedUp)
    {
        var scaling = new Normalization(NormalizationKind.Standard, [0.1, 2], [1, 3e-7]);
        var content = new SafeTensors(
            new Dictionary<string, string>
            {
                ["format"] = sealedUp ? RnnTrainer.Training.Checkpoints.Checkpoint.Format : "rnn.checkpoint/1",
                ["config"] = ConfigJson.ToJson(
                    new Config { Task = TaskKind.Classify, Data = new DataConfig { Train = "x.csv", Target = new Columns("y") } })
                    .ToJsonString(ConfigJson.Options),
                ["schema"] = new ModelSchema(["x1", "x2"], ["y"], ["no", "yes"], scaling).ToJson(),
                ["progress"] =
                    new JsonObject
                    {
                        ["epoch"] = 3,
                        ["step"] = 12,
                        ["epoch_step"] = 1,
                        ["epoch_loss"] = 0.25,
                        ["best"] = null,
                        ["best_epoch"] = 2
                    }.ToJsonString(),
                ["epoch"] = "3",
                ["step"] = "12",
            },
            [new("layer0.BR", [2], new float[] { 1, 2 }), new("optim.velocity.layer0.BR", [2], new float[] { 3, 4 })]);
        return Written(sealedUp ? SafeTensorsWriter.WithDigest(content) : content);
    }

    static byte[] Written(SafeTensors content)
    {
        using var to = new MemoryStream();
        SafeTensorsWriter.WriteTo(to, content);
        return to.ToArray();
    }

    /// <summary>A disk whose device nobody waits for.</summary>
    sealed class NoFlush : IDisk
    {
        public Stream Create(string path, UnixFileMode? mode = null) => Disk.Here.Create(path, mode);

        public Stream Append(string path) => Disk.Here.Append(path);

        public void Flush(Stream file) => file.Flush();

        public void Rename(string from, string to) => Disk.Here.Rename(from, to);

        public void Delete(string path) => Disk.Here.Delete(path);

        public void FlushFolder(string path)
        {
        }
    }
}

using RnnTrainer.Cells;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training;

/// <summary>What a training is started with besides its config, see <see cref="TrainingRun.Begin(string, TrainingOptions)"/>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Folder of the new run; if it holds a run already, the next free <c>FOLDER-2</c>, <c>FOLDER-3</c>. Null:
    /// <c>runs/NAME-TIME</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether a run in <see cref="Folder"/> is removed first. Other files in the folder stay.</summary>
    public bool Replace { get; init; }

    /// <summary>The run to resume, by its folder; null: a new run.</summary>
    public string? Resume { get; init; }

    /// <summary>Assignments <c>key=value</c> that override the config, such as <c>training.epochs=100</c>. Of several for one key the last
    /// counts.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>A cell written in C#, in place of the config's; its text is kept in the run. Null: the config's.</summary>
    public ICell? Cell { get; init; }

    /// <summary>Folders in which relative data paths are looked up after the config's folder and the working directory.</summary>
    public IReadOnlyList<string> DataFolders { get; init; } = [];

    /// <summary>Whether event files for TensorBoard are written too. A resumed run that has some continues them in any case.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Whether the final scores leave out the training split.</summary>
    public bool SkipTrainScores { get; init; }

    /// <summary>Bytes of memory that the training may occupy. Default: what the machine or container has.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Whether <c>runs/latest</c> points to the new run.</summary>
    internal bool IsLatest { get; init; } = true;

    /// <summary>Trainings that run at the same time: each may occupy <see cref="Memory"/>, an equal share of that of the process.</summary>
    internal int Jobs { get; init; } = 1;

    /// <summary>The processes that train the model together; null: this one alone.</summary>
    internal ICommunicator? Processes { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal IDisk Disk { get; init; } = RnnTrainer.Training.Files.Disk.Here;

    /// <summary>Sees every event of the runs of a sweep or comparison, on the thread that trains.</summary>
    internal Action<TrainingEvent>? OnEvent { get; init; }
}

using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

public sealed class TrainingOptionsTests : IDisposable
{
    const string Least = "task: classify\ndata:\n  train: train.csv\n  target: label\n";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "schedule: cosin", "6:13", "training.schedule.kind: expected one of constant, step, cosine, plateau, found 'cosin'",
        "did you mean 'cosine'?")]
    [InlineData("schedule: 3", "6:13", "training.schedule: expected keys and values, found 3", null)]
    [InlineData("schedule: {kind: cosine, warmpu: 3}", "6:28", "unknown key 'warmpu'", "did you mean 'warmup'?")]
    [InlineData("schedule: {kind: cosine, final: 2}", "6:35", "training.schedule.final: expected at least 0 and at most 1, found 2", null)]
    [InlineData(
        "schedule: {kind: cosine, every: 3}", "6:28", "training.schedule.every belongs to schedule step",
        "remove it, or write its default, 10")]
    [InlineData("loss: huber", "6:3", "training.loss belongs to task regress or forecast", "remove it")]
    [InlineData("loss: mae", "6:9", "training.loss: expected one of squared, absolute, huber, quantile, found 'mae'", "did you mean 'absolute'?")]
    [InlineData(
        "optimizer: adam", "6:14", "training.optimizer: expected one of sgd, adamw, rmsprop, found 'adam'",
        "adamw with weight_decay 0, as it is by default, is Adam")]
    [InlineData("beta1: 0.8", "6:3", "training.beta1 belongs to optimizer adamw", "remove it, or write its default, 0.9")]
    [InlineData("beta2: 1", "6:10", "training.beta2: expected at least 0 and less than 1, found 1", null)]
    [InlineData("nesterov: true", "6:3", "training.nesterov needs training.momentum", "for example momentum: 0.9")]
    [InlineData("weight_decay: -1", "6:17", "training.weight_decay: expected at least 0, found -1", null)]
    [InlineData("clip_value: 0", "6:15", "training.clip_value: expected more than 0, found 0", null)]
    [InlineData("accumulate: 0", "6:15", "training.accumulate: expected at least 1 and at most 1000000, found 0", null)]
    [InlineData(
        "early_stopping: {metric: acuracy}", "6:28",
        "training.early_stopping.metric: expected one of loss, accuracy, macro_f1, balanced_accuracy, mcc, log_loss, brier, ece, roc_auc, " +
        "pr_auc (task classify), found 'acuracy'",
        "did you mean 'accuracy'?")]
    [InlineData(
        "early_stopping: {metric: accuracy}", "6:28",
        "training.early_stopping.metric: 'accuracy' is measured on the validation split, and there is none",
        "set data.split.validation, for example to 0.1, or name a file (data.validation)")]
    public void A_mistake_is_reported_at_its_place(string line, string place, string message, string? hint)
    {
        var error = Assert.Single(Assert.Throws<ConfigException>(() => Read($"{Least}training:\n  {line}\n")).Errors);
        Assert.Equal((place, message, hint), ($"{error.Line}:{error.Column}", error.Message, error.Hint));
    }

    [Theory]
    [InlineData("data.validation=valid.csv")]
    [InlineData("data.split.validation=0.1")]
    public void A_metric_may_be_watched_on_a_validation_file_or_on_what_is_held_out(string validation) =>
        Assert.Equal(
            "accuracy", Read(Least + "training: {early_stopping: {metric: accuracy}}\n", validation).Training.EarlyStopping!.Metric);

    [Theory]
    [InlineData(
        "task: classify\ndata: {train: t.csv, target: y}", "training: {truncate: 10}", "3:12",
        "training.truncate: task classify has one output for a whole sequence, whose gradient goes back to the first step")]
    [InlineData(
        "task: language\ndata: {train: t.txt}", "training: {truncate: 0}", "3:22", "training.truncate: expected at least 1, found 0")]
    [InlineData(
        "task: language\ndata: {train: t.txt}", "training: {truncate: 10, bucket: true}", "3:26",
        "training.bucket: with training.truncate sequences of similar length are taken together anyway")]
    [InlineData(
        "task: language\ndata: {train: t.txt}", "model: {bidirectional: true}", "3:9",
        "model.bidirectional: a layer that reads from the end sees the next step, which is to be predicted")]
    [InlineData(
        "task: multilabel\ndata: {train: t.csv}", "model: {bidirectional: true}", "3:9",
        "model.bidirectional: a layer that reads from the end sees the next step, which is to be predicted")]
    [InlineData(
        "task: tag\ndata: {train: t.csv, target: y}", "model: {bidirectional: true}\ntraining: {truncate: 10}", "3:9",
        "model.bidirectional: a layer that reads from the end cannot carry its state on, as training.truncate would have it")]
    [InlineData(
        "task: multilabel\ndata: {train: t.csv}", "model: {initial_state: learned}\ntraining: {truncate: 10}", "3:24",
        "model.initial_state: with training.truncate each chunk continues from the states of the one before, and the first begins at zero")]
    [InlineData(
        "task: language\ndata: {train: t.txt}", "model: {readout: mean}", "3:18",
        "model.readout: every step has an output of its own, there is nothing to pool")]
    [InlineData(
        "task: language\ndata: {train: t.txt}", "training: {early_stopping: {metric: f1}}", "3:37",
        "training.early_stopping.metric: expected one of loss, perplexity, bits_per_symbol, accuracy (task language), found 'f1'")]
    public void Keys_that_the_task_or_pieces_exclude_are_named(string head, string line, string place, string message)
    {
        var error = Assert.Single(Assert.Throws<ConfigException>(() => Read($"{head}\n{line}\n")).Errors);
        Assert.Equal((place, message), ($"{error.Line}:{error.Column}", error.Message));
    }

    [Fact]
    public void Buckets_need_a_shuffled_order() => Assert.Equal(
        "training.bucket needs training.shuffle",
        Assert.Single(Assert.Throws<ConfigException>(() => Read(Least, "training.bucket=true", "training.shuffle=false")).Errors).Message);

    [Fact]
    public void A_schedule_may_be_a_word_or_keys_in_the_file_and_on_the_command_line()
    {
        Assert.Equal(new ScheduleConfig { Kind = ScheduleKind.Cosine }, Read(Least + "training: {schedule: cosine}\n").Training.Schedule);
        Assert.Equal(
            new ScheduleConfig { Kind = ScheduleKind.Cosine, Warmup = 100, Final = 0.01 },
            Read(Least + "training: {schedule: {kind: cosine, warmup: 100, final: 0.01}}\n").Training.Schedule);
        Assert.Equal(
            new ScheduleConfig { Kind = ScheduleKind.Plateau, Warmup = 5 },
            Read(
                Least + "training: {schedule: {kind: step, every: 3}}\n", "training.schedule=plateau",
                "training.schedule.warmup=5").Training.Schedule);
    }

    [Theory]
    [InlineData("sgd", 0.1)]
    [InlineData("adamw", 0.001)]
    [InlineData("rmsprop", 0.001)]
    public void A_learning_rate_that_is_not_written_suits_the_optimiser(string optimizer, double rate)
    {
        Assert.Equal(rate, Read(Least, $"training.optimizer={optimizer}").Training.LearningRate);
        Assert.Equal(0.5, Read(Least, $"training.optimizer={optimizer}", "training.learning_rate=0.5").Training.LearningRate);
    }

    [Fact]
    public void A_resolved_config_reads_back_to_the_same()
    {
        var config = Read(
            Least + "training: {optimizer: rmsprop, decay: 0.8, schedule: plateau, early_stopping: {patience: 2}, bucket: true}\n");
        Assert.Equal(config, Read(config.ToYaml()));
    }

    [Fact]
    public void Checkpoints_of_before_the_schedules_are_read()
    {
        var config = ConfigJson.Parse("""{"task":"classify","data":{"train":"t.csv"},"training":{"learning_rate":0.2,"schedule":"constant"}}""");
        Assert.Equal((0.2, new ScheduleConfig()), (config.Training.LearningRate, config.Training.Schedule));
        var progress = Progress.Parse("""{"epoch":3,"step":12,"epoch_step":0,"epoch_loss":0,"best_loss":0.5,"best_epoch":2}""");
        Assert.Equal(new Progress(3, 12, 0, 0, 0.5, 2, 0.5, 2), progress);
    }

    Config Read(string text, params string[] sets) => ConfigFile.Read(_folder.Write("c.yaml", text), sets).Config;
}

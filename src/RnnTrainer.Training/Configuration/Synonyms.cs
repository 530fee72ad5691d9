namespace RnnTrainer.Training.Configuration;

/// <summary>What keys and values are called in PyTorch, Keras, Lightning and Ludwig: for hints only, none of them is read.</summary>
static class Synonyms
{
    const string Rest = "what data.split.validation and data.split.test leave is trained on";

    static readonly Dictionary<string, string> Keys = new()
    {
        ["lr"] = "training.learning_rate",
        ["batch_size"] = "training.batch",
        ["num_epochs"] = "training.epochs",
        ["max_epochs"] = "training.epochs",
        ["gradient_clip_val"] = "training.clip",
        ["max_grad_norm"] = "training.clip",
        ["clipnorm"] = "training.clip",
        ["clipvalue"] = "training.clip_value",
        ["accumulate_grad_batches"] = "training.accumulate",
        ["scheduler"] = "training.schedule",
        ["lr_scheduler"] = "training.schedule",
        ["random_seed"] = "training.seed",
        ["random_state"] = "training.seed",
        ["dtype"] = "training.precision",
        ["num_workers"] = "training.threads",
        ["l2"] = "training.weight_decay",
        ["loss_function"] = "training.loss",
        ["criterion"] = "training.loss",
        ["hidden_size"] = "model.hidden",
        ["hidden_dim"] = "model.hidden",
        ["state_size"] = "model.hidden",
        ["units"] = "model.hidden",
        ["num_layers"] = "model.layers",
        ["n_layers"] = "model.layers",
        ["cell_type"] = "model.cell",
        ["rnn_type"] = "model.cell",
        ["embedding_dim"] = "model.embedding",
        ["embedding_size"] = "model.embedding",
        ["features"] = "data.inputs",
        ["input_features"] = "data.inputs",
        ["label"] = "data.target",
        ["labels"] = "data.target",
        ["targets"] = "data.target",
        ["output_features"] = "data.target",
        ["seq_len"] = "data.window",
        ["sequence_length"] = "data.window",
        ["forecast_horizon"] = "data.horizon",
        ["normalization"] = "data.normalize",
        ["scaler"] = "data.normalize",
        ["val"] = "data.split.validation",
        ["valid"] = "data.split.validation",
        ["dev"] = "data.split.validation",
        ["val_size"] = "data.split.validation",
        ["val_split"] = "data.split.validation",
        ["val_ratio"] = "data.split.validation",
        ["validation_split"] = "data.split.validation",
        ["validation_size"] = "data.split.validation",
        ["validation_ratio"] = "data.split.validation",
        ["test_size"] = "data.split.test",
        ["test_split"] = "data.split.test",
        ["test_ratio"] = "data.split.test",
    };

    static readonly Dictionary<string, string> Reasons = new()
    {
        ["device"] = "models run on the CPU; training.threads sets how many of its cores are used",
        ["gpu"] = "models run on the CPU; training.threads sets how many of its cores are used",
        ["data.split.train"] = Rest,
        ["data.split.training"] = Rest,
        ["train_ratio"] = Rest,
        ["train_size"] = Rest,
        ["train_split"] = Rest,
        ["metrics"] = "all scores of a task are always printed; docs/metrics.md lists them",
    };

    /// <summary>The key for a name that another program uses; null: the name is not known.</summary>
    public static string? KeyOf(string name) => Keys.GetValueOrDefault(name);

    /// <summary>Why a key of other programs does not exist here; null: the key is not known.</summary>
    /// <param name="path">The dotted path of the key; its last part alone may be known too.</param>
    public static string? WhyMissing(string path) => Reasons.GetValueOrDefault(path) ?? Reasons.GetValueOrDefault(ConfigKeys.Leaf(path));

    /// <summary>What to write instead of a value; null: it is not known.</summary>
    public static string? HintOf(string value) => value.ToUpperInvariant() switch
    {
        "ADAM" => "adamw with weight_decay 0, as it is by default, is Adam",
        "LM" or "LANGUAGE_MODEL" or "GENERATE" => "did you mean 'language'?",
        "NER" or "SEQUENCE_LABELING" or "SEQ2SEQ" => "did you mean 'tag', a label for every step?",
        "MSE" or "L2" => "did you mean 'squared'?",
        "MAE" or "L1" => "did you mean 'absolute'?",
        "SMOOTH_L1" => "did you mean 'huber'?",
        "FP32" or "FLOAT" => "did you mean 'float32'?",
        "FP64" or "DOUBLE" => "did you mean 'float64'?",
        _ => null,
    };
}

namespace Orrery.Workloads.Models;

/// <summary>Vision transformers: an encoder over the patches of an image and a class token, with a linear classifier.</summary>
internal sealed class VitFamily : IConfigFamily
{
    public IReadOnlyList<string> Types => ["vit"];

    public bool Resembles(ConfigFields fields) => fields.Has("image_size");

    public TransformerModel Read(string name, string type, ConfigFields fields)
    {
        int hidden = fields.Whole("hidden_size");
        int heads = fields.Whole("num_attention_heads");
        int size = fields.Whole("image_size");
        int patch = fields.Whole("patch_size");
        fields.MustDivide("num_attention_heads", heads, "hidden_size", hidden);
        fields.MustDivide("patch_size", patch, "image_size", size);
        ImageInput image = new(size, Math.Max(patch, 1), fields.Whole("num_channels", 3));
        return new TransformerModel
        {
            Name = name,
            Family = type,
            Layers = fields.Whole("num_hidden_layers"),
            Hidden = hidden,
            Heads = heads,
            KvHeads = heads,
            HeadDim = heads > 0 ? hidden / heads : 0,
            Intermediate = fields.Whole("intermediate_size"),
            LearnedPositions = image.Tokens,
            MaxSequence = image.Tokens,
            Labels = fields.Whole("num_labels", 0),
            Activation = fields.Text("hidden_act", "gelu"),
            QkvBias = fields.Switch("qkv_bias", missing: true),
            OutputBias = true,
            MlpBias = true,
            Image = image,
        };
    }
}

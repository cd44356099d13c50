namespace Orrery.Workloads.Models;

/// <summary>Reads the field names of one family of models. A new family is a new class; the reader finds it by itself.</summary>
internal interface IConfigFamily
{
    /// <summary>The <c>model_type</c> values that it reads.</summary>
    IReadOnlyList<string> Types { get; }

    /// <summary>Whether a configuration without a known <c>model_type</c> looks like this family.</summary>
    bool Resembles(ConfigFields fields);

    /// <summary>Reads the model, reporting mistakes at their fields.</summary>
    TransformerModel Read(string name, string type, ConfigFields fields);
}

namespace Orrery.Experiments.Questions;

/// <summary>The operators that a person may ask about.</summary>
public static class QuestionCatalogue
{
    /// <summary>One of each, with the sizes that stand where none are given; by name.</summary>
    public static IReadOnlyList<IQuestion> All { get; } =
    [
        .. typeof(IQuestion).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IQuestion)))
            .Select(type => (IQuestion)Activator.CreateInstance(type)!)
            .OrderBy(question => question.Name, StringComparer.Ordinal),
    ];

    /// <summary>The question of a name, or null.</summary>
    public static IQuestion? Find(string name) => All.FirstOrDefault(question => question.Name == name);
}

namespace Orrery.Configuration.Binding;

/// <summary>What a parameter's declaration says about the range, as a check and in words.</summary>
internal static class RangeText
{
    /// <summary>The range or the list of names; null when everything is allowed.</summary>
    public static string? Of(ParameterDeclaration parameter)
    {
        ParameterAttribute attribute = parameter.Attribute;
        if (attribute.Allowed is { } names)
        {
            return string.Join(", ", names);
        }

        bool low = !double.IsNaN(attribute.Min);
        bool high = !double.IsNaN(attribute.Max);
        return (low, high) switch
        {
            (true, true) => $"{parameter.Kind.PrintBound(attribute.Min)} to {parameter.Kind.PrintBound(attribute.Max)}",
            (true, false) => $"{parameter.Kind.PrintBound(attribute.Min)} or more",
            (false, true) => $"up to {parameter.Kind.PrintBound(attribute.Max)}",
            _ => parameter.Kind.MustBePositive ? "more than 0" : null,
        };
    }

    /// <summary>Why a value is out of range, or null when it is not.</summary>
    public static string? Complaint(ParameterDeclaration parameter, object value)
    {
        if (parameter.Kind.Magnitude(value) is not { } magnitude)
        {
            return null;
        }

        ParameterAttribute attribute = parameter.Attribute;
        bool mustBePositive = parameter.Kind.MustBePositive && double.IsNaN(attribute.Min);
        if (mustBePositive && magnitude <= 0)
        {
            return "is physically impossible: it must be more than 0";
        }

        bool outside = magnitude < attribute.Min || magnitude > attribute.Max;
        return outside ? "is out of range" + (attribute.Reason is { } reason ? ": " + reason : "") : null;
    }
}

namespace OwnerConsole.Data;

/// <summary>
/// Field classes hidden from the current user. It flows with the request like <see cref="TenantScope"/>: responses, tables, files, sentences and metrics
/// omit these fields.
/// </summary>
/// <remarks>It affects only what is shown. Stored and sent data is complete.</remarks>
public static class HiddenFields
{
    private static readonly AsyncLocal<Holder?> CurrentHolder = new();

    /// <summary>Starts a request of a user not yet identified.</summary>
    public static void BeginRequest() => CurrentHolder.Value = new();

    /// <param name="classes">Words of <see cref="FieldClass"/>; words unknown to this release hide nothing.</param>
    public static void Set(IReadOnlyList<string> classes) => (CurrentHolder.Value ??= new()).Classes = classes;

    public static bool Has(FieldClass one) => CurrentHolder.Value?.Classes.Contains(one.ToText(), StringComparer.Ordinal) is true;

    public static bool HasAny(IReadOnlyList<FieldClass> some) => some.Any(Has);

    /// <returns>The first hidden class among them; null if none is hidden.</returns>
    public static FieldClass? First(IReadOnlyList<FieldClass> some) => some.Where(Has).Cast<FieldClass?>().FirstOrDefault();

    /// <summary>Null if it is hidden.</summary>
    public static T? ValueOrNull<T>(FieldClass one, T? value)
        where T : class => Has(one) ? null : value;

    /// <returns>Description of the hidden fields, such as <c>amounts of money</c>.</returns>
    public static string Describe(FieldClass one) =>
        one switch
        {
            FieldClass.Money => "amounts of money",
            _ => "email addresses",
        };

    public static string Explain(FieldClass one) => $"Your role hides {Describe(one)}.";

    /// <summary>Refusal if everything requested is hidden.</summary>
    public static Problem Forbidden(FieldClass one) => new(403, "hidden", $"{Explain(one)} This request needs them.");

    private sealed class Holder
    {
        public IReadOnlyList<string> Classes { get; set; } = [];
    }
}

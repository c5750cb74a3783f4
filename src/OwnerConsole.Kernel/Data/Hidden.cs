using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>Classes of fields that whoever asks is not shown. It goes where the request goes, as <see cref="Bound"/> does: answers, tables, files, sentences and numbers leave them out.</summary>
/// <remarks>It is about what is shown. What is decided, kept and sent is whole, whoever asked for it.</remarks>
public static class Hidden
{
    private static readonly AsyncLocal<Asker?> Asking = new();

    /// <summary>A request begins, of somebody who is not known yet.</summary>
    public static void Begin() => Asking.Value = new();

    /// <param name="classes">words of <see cref="FieldClass"/>; one that this release doesn't know hides nothing</param>
    public static void To(IReadOnlyList<string> classes) => (Asking.Value ??= new()).Classes = classes;

    public static bool Has(FieldClass one) => Asking.Value?.Classes.Contains(one.ToText(), StringComparer.Ordinal) is true;

    public static bool HasAny(IReadOnlyList<FieldClass> some) => some.Any(Has);

    /// <returns>the first of them that is hidden; null where none is</returns>
    public static FieldClass? First(IReadOnlyList<FieldClass> some) => some.Where(Has).Cast<FieldClass?>().FirstOrDefault();

    /// <summary>Null where it is hidden.</summary>
    public static T? Unless<T>(FieldClass one, T? value)
        where T : class => Has(one) ? null : value;

    /// <returns>what is hidden, in words: <c>amounts of money</c></returns>
    public static string Of(FieldClass one) =>
        one switch
        {
            FieldClass.Money => "amounts of money",
            _ => "email addresses",
        };

    public static string Says(FieldClass one) => $"Your role hides {Of(one)}.";

    /// <summary>All of what is asked for is hidden.</summary>
    public static Problem Refused(FieldClass one) => new(403, "hidden", $"{Says(one)} This request needs them.");

    private sealed class Asker
    {
        public IReadOnlyList<string> Classes { get; set; } = [];
    }
}

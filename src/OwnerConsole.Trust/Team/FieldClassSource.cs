using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Field classes that a role can hide, as field options.</summary>
public sealed class FieldClassSource : IOptionSource
{
    public const string FieldClasses = "field_class";

    public string Name => FieldClasses;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. Enum.GetValues<FieldClass>().Select(fieldClass => new Option(fieldClass.ToText(), Title(fieldClass)))]);

    private static string Title(FieldClass one) => char.ToUpperInvariant(HiddenFields.Describe(one)[0]) + HiddenFields.Describe(one)[1..];
}

using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Offers the tags in use as options of a form field.</summary>
public sealed class TagSource : IOptionSource
{
    private const int MaxTags = 200;

    public string Name => "tag";

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => [.. (await TagSql.FindTags(MaxTags, work)).Select(tag => new Option(tag, tag))];
}

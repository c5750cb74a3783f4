using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Finds an email by its id.</summary>
public sealed class LetterFinder(LetterList letters) : IFinder
{
    public string Kind => "letter";

    public string Permission => LetterRoutes.Read;

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work) =>
        text.StartsWith("ltr_", StringComparison.Ordinal) && await letters.One(text, work) is { } letter && caller.MaySee(letter.TenantId)
            ? [new(letter.LetterId, LetterRoutes.Whom(letter), $"{letter.Template} · email", LetterRoutes.Of(letter.LetterId))]
            : [];
}

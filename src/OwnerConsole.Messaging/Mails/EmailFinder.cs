using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Mails;

/// <summary>Finds an email by its id.</summary>
public sealed class EmailFinder(EmailList letters) : IFinder
{
    public string Kind => "letter";

    public string Permission => EmailRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Population population, string text, int most, UnitOfWork work) =>
        text.StartsWith("ltr_", StringComparison.Ordinal) && await letters.Get(text, work) is { } letter && caller.CanSee(letter.TenantId)
            ? [new(letter.LetterId, EmailRoutes.RecipientText(letter), $"{letter.Template} · email", EmailRoutes.Of(letter.LetterId))]
            : [];
}

using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Finds an email by its id.</summary>
public sealed class EmailFinder(EmailList emails) : IFinder
{
    public string Kind => "email";

    public string Permission => EmailRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        text.StartsWith("eml_", StringComparison.Ordinal) && await emails.Get(text, work) is { } email && caller.CanSee(email.TenantId)
            ? [new(email.EmailId, EmailRoutes.RecipientText(email), $"{email.Template} · email", EmailRoutes.Of(email.EmailId))]
            : [];
}

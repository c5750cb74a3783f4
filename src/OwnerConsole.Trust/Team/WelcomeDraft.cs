using System.Net.Mail;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Trust.Team;

/// <summary>What the first owner, or who is invited, filled in, and what is wrong with it by field.</summary>
public sealed record WelcomeDraft(string Name, string Email, string Password)
{
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    public static WelcomeDraft Of(IFormCollection form, OneTimeLink link)
    {
        var draft = new WelcomeDraft(
            (link.UserId is null ? form["name"].ToString() : link.Name!).Trim(),
            link.Email ?? form["email"].ToString().Trim(),
            form["password"].ToString()
        );
        if (draft.Name.Length is 0 or > 100 || draft.Name.Any(char.IsControl))
            draft.Errors["name"] = "Say your name, in at most 100 characters.";
        if (draft.Email.Length > 254 || !MailAddress.TryCreate(draft.Email, out var address) || address.Address != draft.Email)
            draft.Errors["email"] = "This is no e-mail address: it looks like you@example.com.";
        if (Passwords.Objection(draft.Password, draft.Email, draft.Name) is { } objection)
            draft.Errors["password"] = objection;
        return draft;
    }
}

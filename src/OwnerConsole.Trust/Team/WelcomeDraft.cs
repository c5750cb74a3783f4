using System.Net.Mail;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Identity;

namespace OwnerConsole.Trust.Team;

/// <summary>Input of the welcome form with its errors by field.</summary>
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
            draft.Errors["name"] = "Enter a name with 1 to 100 characters.";
        if (draft.Email.Length > 254 || !MailAddress.TryCreate(draft.Email, out var address) || address.Address != draft.Email)
            draft.Errors["email"] = "The email address is invalid. It must look like you@example.com.";
        if (Passwords.Validate(draft.Password, draft.Email, draft.Name) is { } objection)
            draft.Errors["password"] = objection;
        return draft;
    }
}

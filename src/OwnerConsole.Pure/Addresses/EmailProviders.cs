using System.Collections.Frozen;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Providers where everyone can have an email.</summary>
public static class EmailProviders
{
    /// <summary>Their domains, in lower case. They say nothing about the owner of an email.</summary>
    public static readonly FrozenSet<string> Domains = FrozenSet.Create(
        StringComparer.Ordinal,
        "aol.com",
        "bluewin.ch",
        "fastmail.com",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "orange.fr",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "t-online.de",
        "web.de",
        "yahoo.com",
        "yandex.ru",
        "zoho.com"
    );
}

using System.ComponentModel;

namespace OwnerConsole.Pure.Duplicates;

/// <summary>Why two records are likely the same person or company, the strongest first.</summary>
public enum DuplicateReason
{
    /// <summary>Both tenants pay as the same customer of Stripe.</summary>
    [Description("Same Stripe customer")]
    SameCustomer,

    /// <summary>Both tenants pay with the same card, as different customers.</summary>
    [Description("Same card")]
    SameCard,

    /// <summary>The emails are equal, ignoring case.</summary>
    [Description("Same email")]
    SameEmail,

    /// <summary>The emails reach the same mailbox, because they differ only in a tag, or in dots that the provider ignores.</summary>
    [Description("Email variant")]
    EmailVariant,

    /// <summary>The names have the same words, and the emails the same domain.</summary>
    [Description("Same name and domain")]
    NameAndDomain,

    /// <summary>The phone numbers are equal.</summary>
    [Description("Same phone number")]
    SamePhone,

    /// <summary>The names have the same words, in any order.</summary>
    [Description("Same name")]
    SameName,

    /// <summary>The members, or members of the tenants, use the same device.</summary>
    [Description("Same device")]
    SameDevice,

    /// <summary>The emails have the same domain, which isn't that of an email provider.</summary>
    [Description("Same domain")]
    SameDomain,
}

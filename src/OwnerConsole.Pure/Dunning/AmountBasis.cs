namespace OwnerConsole.Pure.Dunning;

/// <summary>Currency in which an amount due is compared with the amounts of a campaign.</summary>
public enum AmountBasis
{
    /// <summary>The reporting currency. Other currencies are converted with the stored rate of the day.</summary>
    ReportingCurrency,

    /// <summary>The currency of the invoice, whichever it is: 100 means 100 EUR as well as 100 USD.</summary>
    InvoiceCurrency,
}

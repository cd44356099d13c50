namespace Orrery.CostModels.Chips;

/// <summary>
/// Part of the dies that work. Defects fall in clusters: their density varies from place to place as a gamma distribution, which
/// gives the negative binomial model (Stapper, IBM J. Res. Dev. 27(6), 1983).
/// </summary>
public static class DieYield
{
    /// <summary>
    /// How little defects cluster: infinity would be even. Two to three is usual for logic (ITRS 2.0; LLMCompass takes 3).
    /// </summary>
    public const int Clustering = 3;

    private const int Steps = 1000;
    private const double Last = 40;

    /// <summary>Dies without any defect: (1 + A D / a)^-a.</summary>
    /// <param name="area">mm2 in which a defect kills.</param>
    /// <param name="defects">Defects a cm2.</param>
    public static double Flawless(double area, double defects) =>
        Math.Pow(1 + (area / 100 * defects / Clustering), -Clustering);

    /// <summary>
    /// Dies of which enough multiprocessors work, the others being switched off. Given the local density of defects each part
    /// fails by itself; the density is integrated out by Simpson's rule.
    /// </summary>
    /// <param name="smArea">mm2 of one multiprocessor.</param>
    /// <param name="sms">Multiprocessors on the die.</param>
    /// <param name="needed">Multiprocessors that must work.</param>
    /// <param name="otherArea">mm2 in which a defect kills the die.</param>
    /// <param name="defects">Defects a cm2.</param>
    public static double Harvested(double smArea, int sms, int needed, double otherArea, double defects)
    {
        double sum = 0;
        for (int step = 0; step <= Steps; step++)
        {
            double x = Last * step / Steps;
            double density = x * defects / Clustering / 100;
            double weight = step is 0 or Steps ? 1 : step % 2 == 1 ? 4 : 2;
            double good = Math.Exp(-density * otherArea) * AtLeast(needed, sms, Math.Exp(-density * smArea));

            // The gamma distribution of shape 3 and mean 3: x^2 e^-x / 2.
            sum += weight * x * x * Math.Exp(-x) / 2 * good;
        }

        return Math.Min(1, sum * Last / Steps / 3);
    }

    // Chance that at least so many of the parts are good, each with this chance: from all being good downwards.
    private static double AtLeast(int needed, int parts, double good)
    {
        double logGood = Math.Log(good);
        double logBad = Math.Log(Math.Max(1 - good, 1e-300));
        double logWays = 0;
        double sum = 0;
        for (int bad = 0; bad <= parts - needed; bad++)
        {
            sum += Math.Exp(logWays + ((parts - bad) * logGood) + (bad == 0 ? 0 : bad * logBad));
            logWays += Math.Log((double)(parts - bad) / (bad + 1));
        }

        return Math.Min(1, sum);
    }
}

//! In: pixels and the profile that came with them. Out: the same in sRGB, which is what pixels mean everywhere else.
//! Refuses to know about presses.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Pixels of one byte (`gray`) or three. A profile that is broken or of another kind than they are says nothing.
pub fn to_srgb(pixels: Vec<u8>, gray: bool, profile: &[u8]) -> Vec<u8> {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return pixels };
    let (kind, layout, channels) = match gray {
        true => (DataColorSpace::Gray, Layout::Gray, 1),
        false => (DataColorSpace::Rgb, Layout::Rgb, 3),
    };
    if profile.color_space != kind {
        return pixels;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, Layout::Rgb, TransformOptions::default()) else {
        return pixels;
    };
    let turn = |pixels: &[u8]| {
        let mut out = vec![0; pixels.len() / channels * 3];
        transform.transform(pixels, &mut out).ok().map(|()| out)
    };
    if gray {
        let levels: Vec<u8> = (0..=255).collect();
        let Some(table) = turn(&levels) else { return pixels };
        return pixels.iter().map(|&level| table[usize::from(level) * 3 + 1]).collect();
    }
    // Most profiles are sRGB under another name: then nothing is rounded twice.
    let probes: Vec<u8> = (0..=255_u8).flat_map(|level| [level, 255 - level, level.wrapping_mul(7)]).collect();
    let near = |turned: &[u8]| turned.iter().zip(&probes).all(|(one, other)| one.abs_diff(*other) <= 2);
    if turn(&probes).is_none_or(|turned| near(&turned)) {
        return pixels;
    }
    turn(&pixels).unwrap_or(pixels)
}

/// Four inks, as their profile has them, else as a screen without one shows them.
pub fn inks_to_srgb(pixels: &[u8], profile: Option<&[u8]>) -> Vec<u8> {
    let profiled = || {
        let profile = ColorProfile::new_from_slice(profile?).ok()?;
        if profile.color_space != DataColorSpace::Cmyk {
            return None;
        }
        let srgb = ColorProfile::new_srgb();
        // Four channels are four channels.
        let transform = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, TransformOptions::default());
        let mut out = vec![0; pixels.len() / 4 * 3];
        transform.ok()?.transform(pixels, &mut out).ok().map(|()| out)
    };
    profiled().unwrap_or_else(|| {
        let light = |ink: u8, black: u8| ((255 - u16::from(ink)) * (255 - u16::from(black)) / 255) as u8;
        let rgb = |[cyan, magenta, yellow, black]: &[u8; 4]| [cyan, magenta, yellow].map(|&ink| light(ink, *black));
        pixels.as_chunks::<4>().0.iter().flat_map(rgb).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_come_to_mean_srgb() {
        let wide = ColorProfile::new_adobe_rgb().encode().unwrap();
        let green = to_srgb(vec![60, 200, 60, 128, 128, 128], false, &wide);
        assert!(green[0] < 30 && green[1] >= 195, "{green:?}");
        assert!(green[3..].iter().all(|level| level.abs_diff(128) <= 2));
        let dark = to_srgb(vec![0, 128, 255], true, &ColorProfile::new_gray_with_gamma(1.0).encode().unwrap());
        assert!(dark[0] == 0 && (180..196).contains(&dark[1]) && dark[2] == 255, "{dark:?}");
    }

    #[test]
    fn inks_become_colours() {
        let inks = [255, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0];
        assert_eq!(inks_to_srgb(&inks, None), [0, 255, 255, 0, 0, 0, 255, 255, 255]);
        assert_eq!(inks_to_srgb(&inks, Some(b"no profile")), [0, 255, 255, 0, 0, 0, 255, 255, 255]);
    }

    #[test]
    fn what_says_nothing_changes_nothing() {
        let pixels = vec![1, 2, 3, 200, 100, 50];
        let gray = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        for profile in [b"".to_vec(), vec![0; 200], ColorProfile::new_srgb().encode().unwrap(), gray] {
            assert_eq!(to_srgb(pixels.clone(), false, &profile), pixels);
        }
    }
}
